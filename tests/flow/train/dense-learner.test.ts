import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../../src/compute/reference/engine.ts';
import type { DenseEngine, DenseShape } from '../../../src/core/dense.ts';
import type { PerennialError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Learner, LearnerParts, Problem } from '../../../src/core/learner.ts';
import { takeBatchRows, type Batch } from '../../../src/core/matrix.ts';
import { Random } from '../../../src/core/random.ts';
import type { Snapshot } from '../../../src/core/snapshot.ts';
import { startDense } from '../../../src/flow/train/dense-start.ts';
import { linear } from '../../../src/flow/train/linear.ts';
import { network } from '../../../src/flow/train/network.ts';
import { mixedRows } from '../../../src/flow/train/replay-mix.ts';
import { measureTarget, scaleTarget, unscaleTarget } from '../../../src/flow/train/target-scale.ts';
import { normaliseWeights } from '../../../src/flow/train/weighted-rows.ts';
import { runOf } from '../../checks/learner.ts';
import { denseParts } from './dense-parts.ts';

const problem: Problem = { task: 'binary', features: ['a', 'b'], classes: ['no', 'yes'] };
const none = rowsOf(0);

describe('options', () => {
  test.each([
    ['learningRate', 0],
    ['learningRate', NaN],
    ['epochs', 1.5],
    ['batchSize', 0],
    ['replayRatio', -1],
    ['weightDecay', Infinity],
    ['updateAnchor', -1],
  ])('%s of %d is refused by name', (name, value) => {
    expect(() => linear.create(problem, { ...linear.defaults, [name]: value }, denseParts)).toThrow(
      new RegExp(`^${name} is ${value}; choose`),
    );
  });

  test('layers that cannot be built are refused by name', () => {
    const create = (options: object) => () =>
      network.create(problem, { ...network.defaults, ...options }, denseParts);
    expect(create({ hidden: [8, 0] })).toThrow(/^hidden\[1\] is 0/);
    expect(create({ activation: 'swish' })).toThrow(/^activation is "swish"/);
    expect(create({ dropout: 1 })).toThrow(/^dropout is 1; choose/);
    expect(create({ layerNorm: 1 })).toThrow(/^layerNorm is 1; choose/);
    expect(create({ regressionLoss: 'absolute' })).toThrow(/^regressionLoss is "absolute"; choose/);
    expect(create({ hidden: [] })).not.toThrow();
  });

  test('a problem that cannot be asked is refused', () => {
    expect(() => linear.create({ ...problem, classes: ['a'] }, linear.defaults, denseParts)).toThrow(
      /binary problem with 1 classes/,
    );
    expect(() => linear.create({ ...problem, features: [] }, linear.defaults, denseParts)).toThrow(
      /no feature/,
    );
  });
});

describe('learning', () => {
  test('a diverging rate is refused, and the learner stays as it was', async () => {
    const options = { ...network.defaults, updateLearningRate: 1e30, updateEpochs: 20 };
    const learner = network.create(problem, options, denseParts);
    await learner.fit(rowsOf(60), none, runOf());
    const before = learner.save();
    await expect(learner.update(rowsOf(60), runOf())).rejects.toMatchObject({ code: 'not-finite' });
    expect(learner.save()).toEqual(before);
  });

  test('a model without hidden layers passes fewer times over many rows, a deeper one as often as it is told', async () => {
    const many: Batch = {
      x: {
        rows: 120_000,
        features: problem.features,
        data: Float32Array.from({ length: 240_000 }, (_, at) => at % 3),
      },
      y: Float32Array.from({ length: 120_000 }, (_, row) => row % 2),
      weights: null,
    };
    const epochsOf = async (hidden: number[]) => {
      const options = { ...network.defaults, hidden, epochs: 3, batchSize: 4000, weightDecay: 0 };
      return (await network.create(problem, options, denseParts).fit(many, none, runOf())).steps / 32;
    };
    expect(await epochsOf([])).toBe(2); // 3 * 50,000 / 120,000, rounded up
    expect(await epochsOf([1])).toBe(3);
  });

  test('dropout leaves other units out with every seed, in training alone', async () => {
    const options = { ...network.defaults, hidden: [8], epochs: 2 };
    const fitted = async (dropout: number, seed: number) => {
      const learner = network.create(problem, { ...options, dropout }, denseParts);
      await learner.fit(rowsOf(200), none, { ...runOf(), seed });
      const { values } = learner.predict(rowsOf(20).x);
      expect(learner.predict(rowsOf(20).x).values).toEqual(values);
      return values;
    };
    expect(await fitted(0.5, 1)).toEqual(await fitted(0.5, 1));
    expect(await fitted(0.5, 1)).not.toEqual(await fitted(0, 1));
    const { parts, trainings } = spiedParts();
    await network.create(problem, { ...options, dropout: 0.5 }, parts).fit(rowsOf(200), none, runOf());
    expect(trainings.at(-1)!.dropout).toEqual({ share: 0.5, seed: runOf().seed });
  });

  test('an anchor keeps the weights near where they stood when learning on began', async () => {
    const learner = network.create(problem, network.defaults, denseParts);
    await learner.fit(rowsOf(200), none, runOf());
    const other = { ...rowsOf(100), y: rowsOf(100).y.map((y) => 1 - y) };
    const moved = async (updateAnchor: number) => {
      const { header, tensors } = learner.save();
      const options = { ...(header['options'] as JsonObject), updateAnchor };
      const copy = network.load({ kind: 'network', header: { ...header, options }, tensors }, denseParts);
      await copy.update(other, runOf());
      const [before, after] = [tensors, copy.save().tensors].map((all) => all['parameters']!.data);
      return Math.hypot(...Array.from(after!, (value, i) => value - before![i]!));
    };
    expect(await moved(10)).toBeLessThan((await moved(0)) / 2);
  });

  test('a model that was kept before an option was there has that option’s default', async () => {
    const learner = network.create(problem, network.defaults, denseParts);
    await learner.fit(rowsOf(60), none, runOf());
    const { header, tensors } = learner.save();
    const { dropout, updateAnchor, ...known } = header['options'] as JsonObject;
    expect([dropout, updateAnchor]).toEqual([0, 0]);
    const earlier = { kind: 'network', header: { ...header, options: known }, tensors };
    expect(network.load(earlier, denseParts).save()).toEqual(learner.save());
  });

  test('update mixes the new rows with replayed ones, whose classes have the prior of all rows so far', async () => {
    const { parts, opened } = spiedParts();
    const options = { ...linear.defaults, replayRatio: 2, updateEpochs: 3 };
    const learner = linear.create(problem, options, parts);
    await learner.fit(rowsOf(3000), none, runOf());
    const { steps } = await learner.update(rowsOf(100), runOf());
    const { y, weights } = opened.at(-1)!;
    expect(y.length).toBe(100 + 3 * 200);
    expect(steps).toBe(3 * Math.ceil(300 / options.updateBatchSize));
    const replayed = [...y.keys()].filter((row) => row >= 100);
    const total = replayed.reduce((sum, row) => sum + weights![row]!, 0);
    const positive = replayed.reduce((sum, row) => sum + weights![row]! * y[row]!, 0);
    expect(total / 600).toBeCloseTo(1, 0);
    // A quarter of the rows is positive; four standard errors of 600 draws.
    expect(Math.abs(positive / total - 0.25)).toBeLessThan(0.08);
  });

  test('in an update the weights of the new rows stand beside those of the replayed ones, whose mean is 1', async () => {
    const { parts, opened } = spiedParts();
    const learner = linear.create(problem, { ...linear.defaults, replayRatio: 2, updateEpochs: 3 }, parts);
    await learner.fit(rowsOf(3000), none, runOf());
    const fresh = rowsOf(100);
    const pull = async (weight: number) => {
      const copy = linear.load(learner.save(), parts);
      const before = copy.predict(fresh.x).values;
      await copy.update({ ...fresh, y: fresh.y.map(() => 1), weights: fresh.y.map(() => weight) }, runOf());
      const { weights } = opened.at(-1)!;
      expect(weights!.subarray(0, 100).every((each) => each === Math.fround(weight))).toBe(true);
      const replayed = weights!.subarray(100);
      expect(replayed.reduce((sum, each) => sum + each, 0) / replayed.length).toBeCloseTo(1, 0);
      const after = copy.predict(fresh.x).values;
      return after.reduce((sum, each, at) => sum + (at % 2 ? each - before[at]! : 0), 0) / 100;
    };
    const [full, light] = [await pull(1), await pull(0.05)];
    expect(full).toBeGreaterThan(4 * Math.max(0, light));
  });

  test('remembers rows of the fit and of every update', async () => {
    const learner = linear.create(problem, { ...linear.defaults, memoryRows: 500 }, denseParts);
    const kept = () => learner.save().tensors['memory.y']!.data.length;
    await learner.fit(rowsOf(300), rowsOf(50), runOf());
    expect(kept()).toBe(300);
    await learner.update(rowsOf(40), runOf());
    expect(kept()).toBe(340);
    await learner.update(rowsOf(400), runOf());
    expect(kept()).toBe(500);
    await learner.fit(rowsOf(20), none, runOf());
    expect(kept()).toBe(20);
  });

  test('without replay it learns the new rows alone', async () => {
    const { parts, opened } = spiedParts();
    const learner = linear.create(problem, { ...linear.defaults, replayRatio: 0 }, parts);
    await learner.fit(rowsOf(300), none, runOf());
    await learner.update(rowsOf(40), runOf());
    expect(opened.at(-1)!.y).toEqual(rowsOf(40).y);
  });

  test('goes on from weights, moments and step', async () => {
    const { parts, states } = spiedParts();
    const learner = linear.create(problem, linear.defaults, parts);
    const { steps } = await learner.fit(rowsOf(300), none, runOf());
    const { tensors } = learner.save();
    await learner.update(rowsOf(40), runOf());
    const state = states.at(-1)!;
    expect(state.step).toBe(steps);
    for (const name of ['parameters', 'firstMoment', 'secondMoment'] as const)
      expect(state[name]).toEqual(tensors[name]!.data);
    expect(state.secondMoment.some((moment) => moment > 0)).toBe(true);
  });

  test('each update draws anew: other rows are replayed after the last one, and with another seed', async () => {
    const { parts, opened } = spiedParts();
    const learner = linear.create(problem, { ...linear.defaults, replayRatio: 1 }, parts);
    await learner.fit(rowsOf(300), none, runOf());
    const snapshot = learner.save();
    const replayOf = async (of: Learner, seed: number) => {
      await of.update(rowsOf(40), runOf({ seed }));
      return opened.at(-1)!.x.slice(2 * 40);
    };
    const first = await replayOf(learner, 7);
    expect(await replayOf(linear.load(snapshot, parts), 7)).toEqual(first);
    expect(await replayOf(linear.load(snapshot, parts), 8)).not.toEqual(first);
    // The same memory, but one random state later.
    const later = { ...fittedOf(snapshot), random: fittedOf(learner.save())['random']! };
    const moved = { ...snapshot, header: { ...snapshot.header, fitted: later } };
    expect(await replayOf(linear.load(moved, parts), 7)).not.toEqual(first);
  });

  test('a regression answers in the unit of its target, however large', async () => {
    const house: Problem = { task: 'regression', features: ['a', 'b'], classes: [] };
    const learner = linear.create(house, linear.defaults, denseParts);
    const rows = rowsOf(300);
    const y = Float32Array.from(rows.y, (_, row) => 2e6 + 5e5 * rows.x.data[2 * row]!);
    await learner.fit({ ...rows, y }, none, runOf());
    const x = { rows: 2, features: house.features, data: new Float32Array([0, 0, 1, 0]) };
    const { values } = learner.predict(x);
    expect(values[0]! / 2e6).toBeCloseTo(1, 2);
    expect(values[1]! / 2.5e6).toBeCloseTo(1, 2);
  });
});

describe('snapshots', () => {
  const fitted = async () => {
    const learner = network.create(problem, { ...network.defaults, hidden: [4], epochs: 2 }, denseParts);
    await learner.fit(rowsOf(60), none, runOf());
    return learner.save();
  };

  test.each<[string, (snapshot: Snapshot) => Snapshot, RegExp]>([
    [
      'a tensor that is missing',
      (s) => ({ ...s, tensors: without(s, 'firstMoment') }),
      /"firstMoment" has no/,
    ],
    [
      'layers of another size',
      (s) => ({ ...s, header: { ...s.header, options: { ...network.defaults, hidden: [5] } } }),
      /"parameters" has 17 values; its layers need 21/,
    ],
    ['an empty header', (s) => ({ ...s, header: {} }), /does not say what was learnt/],
    ['another kind', (s) => ({ ...s, kind: 'linear' }), /of kind "linear", not "network"/],
  ])('%s is refused', async (_, spoil, message) => {
    const snapshot = spoil(await fitted());
    const load = () => network.load(snapshot, denseParts);
    expect(load).toThrow(message);
    expect(load).toThrow(expect.objectContaining({ code: 'snapshot-format' }) as PerennialError);
  });

  test('a memory of another kind is refused by name', async () => {
    const snapshot = await fitted();
    const parts = { ...denseParts, memory: { ...denseParts.memory, kind: 'window' } };
    expect(() => network.load(snapshot, parts)).toThrow(/needs the memory "class-balanced-reservoir"/);
  });
});

describe('startDense', () => {
  const shape: DenseShape = { inputs: 2, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' };

  test('begins with the prior', () => {
    const { parameters } = startDense(shape, rowsOf(398), new Random(1));
    // 100 of 398 are positive; with one row more of each class, 101 to 299.
    expect(parameters[2]).toBeCloseTo(Math.log(101 / 299), 6);
    const weights = rowsOf(398).y.map((y) => (y ? 2 : 0.5));
    const weighted = startDense(shape, { ...rowsOf(398), weights }, new Random(1));
    expect(weighted.parameters[2]).toBeCloseTo(Math.log(201 / 150), 6);
  });

  test('gives a feature that never varied no say', () => {
    const rows = rowsOf(50);
    const flat = { ...rows, x: { ...rows.x, data: rows.x.data.map((cell, at) => (at % 2 ? 7 : cell)) } };
    const deep: DenseShape = { ...shape, hidden: [6, 3] };
    const { parameters } = startDense(deep, flat, new Random(1));
    expect(parameters.subarray(0, 6).every((weight) => weight !== 0)).toBe(true);
    expect(parameters.subarray(6, 12).every((weight) => weight === 0)).toBe(true);
  });
});

describe('rows', () => {
  test('each epoch replays the next rows of the pool, and goes round', () => {
    expect([...mixedRows(2, 3, 2, 0)]).toEqual([0, 1, 2, 3]);
    expect([...mixedRows(2, 3, 2, 1)]).toEqual([0, 1, 4, 2]);
    expect([...mixedRows(2, 0, 2, 1)]).toEqual([0, 1]);
  });

  const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 });

  test('weights have mean 1, no row weighs nothing, and proportions stay', () => {
    fc.assert(
      fc.property(weights, (given) => {
        const rows = { ...rowsOf(given.length), weights: Float32Array.from(given) };
        const { y, weights: found } = normaliseWeights(rows);
        const kept = given.filter((weight) => weight > 0);
        expect(y).toEqual(rows.y.filter((_, row) => given[row]! > 0));
        const mean = kept.reduce((sum, weight) => sum + weight, 0) / kept.length;
        for (const [row, weight] of kept.entries())
          expect(found ? found[row]! : 1).toBeCloseTo(weight / mean, 5);
      }),
    );
  });

  test('a target is the same after scaling and back', () => {
    const target = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(target, (values) => {
        const y = Float32Array.from(values);
        const scale = measureTarget({ ...rowsOf(y.length), y });
        const back = unscaleTarget(scaleTarget(y, scale), scale);
        const size = Math.max(1, ...y.map(Math.abs));
        for (let i = 0; i < y.length; i++) expect(Math.abs(back[i]! - y[i]!) / size).toBeLessThan(1e-5);
      }),
    );
  });
});

/** A quarter is positive: where the first feature is 1 (with the second as noise), which it is on every fourth row. */
function rowsOf(rows: number): Batch {
  const random = new Random(5);
  const data = Float32Array.from({ length: 2 * rows }, (_, at) =>
    at % 2 ? random.normal() : at % 8 ? random.uniform() / 2 : 1,
  );
  const y = Float32Array.from({ length: rows }, (_, row) => (row % 4 ? 0 : 1));
  return takeBatchRows(
    { x: { rows, features: problem.features, data }, y, weights: null },
    Uint32Array.from({ length: rows }, (_, i) => i),
  );
}

function fittedOf({ header }: Snapshot): JsonObject {
  return header['fitted'] as JsonObject;
}

function without({ tensors }: Snapshot, name: string): Snapshot['tensors'] {
  return Object.fromEntries(Object.entries(tensors).filter(([found]) => found !== name));
}

/** The parts of these tests, and what their engine was opened with. */
function spiedParts() {
  const opened: Parameters<DenseEngine['open']>[2][] = [];
  const states: Parameters<DenseEngine['open']>[3][] = [];
  const trainings: Parameters<DenseEngine['open']>[1][] = [];
  const engine: DenseEngine = {
    kind: 'reference',
    open(shape, training, data, state) {
      trainings.push(training);
      opened.push(data);
      states.push(state);
      return referenceEngine.open(shape, training, data, state);
    },
  };
  const parts: LearnerParts = { ...denseParts, chooseEngine: async () => ({ engine, reason: 'asked' }) };
  return { parts, opened, states, trainings };
}

describe('features that are indexes of categories', () => {
  const many: Problem = { ...problem, categories: { b: 40 } };
  /** The answer hangs on the category alone: every third one is yes. */
  const rowsOfCategories = (rows: number): Batch => {
    const random = new Random(3);
    const category = Array.from({ length: rows }, () => random.below(40));
    const data = Float32Array.from(category.flatMap((each) => [random.normal(), each]));
    const y = Float32Array.from(category, (each) => Number(each % 3 === 0));
    return { x: { rows, features: many.features, data }, y, weights: null };
  };

  test.each([linear, network] as const)('are learnt one by one, kept and taken up: $kind', async (kind) => {
    const rows = rowsOfCategories(1200);
    const learner = (kind as typeof linear).create(many, { ...(kind as typeof linear).defaults }, denseParts);
    await learner.fit(rows, none, runOf({}));
    const again = (kind as typeof linear).load(learner.save(), denseParts);
    await again.update(rowsOfCategories(200), { ...runOf({}), hasConceptChanged: false });
    const { values } = again.predict(rows.x);
    const right = Array.from(rows.y).filter((y, row) => (values[2 * row + 1]! > 0.5 ? 1 : 0) === y).length;
    expect(right / 1200).toBeGreaterThan(0.97);
  });

  test('outside what the problem has are refused by name', async () => {
    const learner = linear.create(many, linear.defaults, denseParts);
    for (const odd of [40, -1, 1.5]) {
      const rows = rowsOfCategories(3);
      rows.x.data[3] = odd;
      await expect(learner.fit(rows, none, runOf({}))).rejects.toMatchObject({
        code: 'category',
        message: `feature "b" of row 2 is the category ${odd}; they go from 0 to 39`,
      });
    }
  });

  test('a regression with outliers: Huber’s loss stays nearer to the many', async () => {
    const rows = 300;
    const random = new Random(5);
    const a = Float32Array.from({ length: rows }, () => random.normal());
    const y = a.map((value, row) => 2 * value + (row % 10 === 0 ? 60 : 0));
    const x = { rows, features: ['a'], data: a };
    const value: Problem = { task: 'regression', features: ['a'], classes: [] };
    const errorOf = async (regressionLoss: 'squared' | 'huber') => {
      const learner = linear.create(value, { ...linear.defaults, regressionLoss }, denseParts);
      await learner.fit({ x, y, weights: null }, { ...none, x: { ...none.x, features: ['a'] } }, runOf({}));
      const { values } = learner.predict(x);
      return values.reduce((sum, each, row) => sum + (row % 10 === 0 ? 0 : Math.abs(each - y[row]!)), 0);
    };
    expect(await errorOf('huber')).toBeLessThan((await errorOf('squared')) / 2);
  });
});
