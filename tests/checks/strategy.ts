import { chooseTrees } from '../../src/compute/choose-trees.ts';
import { describe, expect, test } from 'vitest';
import { lackOf } from '../../src/compute/lacks.ts';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import { forward, plainAdam } from '../../src/math/dense.ts';
import type { DenseTraining } from '../../src/core/dense.ts';
import type { Learner, LearnerParts, Problem } from '../../src/core/learner.ts';
import type { Batch } from '../../src/core/matrix.ts';
import type { MemoryKind } from '../../src/core/memory.ts';
import { unwatched } from '../../src/core/progress.ts';
import { Random } from '../../src/core/random.ts';
import type { Task } from '../../src/core/schema.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/core/snapshot.ts';
import type { Strategy } from '../../src/core/strategy.ts';
import { network } from '../../src/flow/train/network.ts';
import type { NetworkOptions } from '../../src/flow/train/network-design.ts';

const features = ['a', 'b', 'c'];
const run = { seed: 3, engine: 'auto', context: unwatched } as const;

/** What every strategy must do within a network, whatever it holds on to. */
export function checkStrategy(strategy: Strategy, memory: MemoryKind): void {
  for (const task of ['binary', 'multiclass', 'regression'] as const)
    describe(`strategy ${strategy.kind}, ${task}`, () => checkTask(strategy, memory, task));
}

function checkTask(strategy: Strategy, memory: MemoryKind, task: Task): void {
  const problem: Problem = {
    task,
    features,
    classes: task === 'regression' ? [] : ['x', 'y', 'z'].slice(0, task === 'binary' ? 2 : 3),
  };
  const asked: DenseTraining[] = [];
  const trained: DenseTraining[] = [];
  const parts: LearnerParts = {
    forward,
    chooseTrees,
    memory,
    strategy,
    chooseEngine: async (...[, , , training = plainAdam]) => {
      asked.push(training);
      const engine: typeof referenceEngine = {
        ...referenceEngine,
        open: (shape, how, data, state) => {
          trained.push(how);
          return referenceEngine.open(shape, how, data, state);
        },
      };
      return { engine, reason: 'the yardstick' };
    },
  };
  const options: NetworkOptions = {
    ...network.defaults,
    ...{ hidden: [12], epochs: 12, updateEpochs: 6, updateLearningRate: 5e-3, memoryRows: 60 },
    ...{ memory: memory.kind, strategy: strategy.kind },
  };
  const fitted = async (more: Partial<NetworkOptions> = {}) => {
    const learner = network.create(problem, { ...options, ...more }, parts);
    await learner.fit(rowsOf(problem, 200, 1, 0), rowsOf(problem, 0, 2, 0), run);
    return learner;
  };
  const bytesOf = (learner: Learner) => encodeSnapshot(learner.save());
  const later = (seed: number) => rowsOf(problem, 150, seed, 2);

  test('stored and loaded, it goes on as if it had not been; another seed goes another way', async () => {
    const whole = await fitted();
    const loaded = network.load(decodeSnapshot(bytesOf(whole)), parts);
    for (const seed of [5, 6]) {
      for (const learner of [whole, loaded])
        await learner.update(later(seed), { ...run, seed, hasConceptChanged: false });
      expect(bytesOf(loaded)).toEqual(bytesOf(whole));
    }
    const other = await fitted();
    await other.update(later(5), { ...run, seed: 99, hasConceptChanged: false });
    expect(other.predict(later(7).x)).not.toEqual(whole.predict(later(7).x));
  });

  test('asks at the first fit for an engine that knows all that it will ask of it', async () => {
    asked.length = trained.length = 0;
    const learner = await fitted();
    const first = asked[0]!;
    await learner.update(later(5), { ...run, hasConceptChanged: false });
    await learner.update(later(6), { ...run, hasConceptChanged: true });
    for (const kind of ['webgpu', 'tfjs-cpu'] as const)
      if (lackOf(kind, first) === null)
        for (const training of trained) expect(lackOf(kind, training)).toBeNull();
    expect(trained.length).toBeGreaterThanOrEqual(3);
  });

  test('learns the new rows, and forgets less of the old ones than a network that does nothing', async () => {
    // Strategies that hold on to weights or answers are tried without replay, those that replay with it.
    const replays =
      strategy.kind.startsWith('er-') || strategy.remembersOutputs || strategy.kind === 'experience-replay';
    const [own, bare] = [
      await fitted({ replayRatio: replays ? 1 : 0 }),
      await fitted({ replayRatio: 0, strategyStrength: 0 }),
    ];
    const old = rowsOf(problem, 300, 8, 0);
    const fresh = rowsOf(problem, 300, 9, 2);
    const before = lossOf(own, fresh, task);
    for (const learner of [own, bare])
      for (const seed of [5, 6, 7])
        await learner.update(later(seed), { ...run, seed, hasConceptChanged: false });
    expect(lossOf(own, fresh, task)).toBeLessThan(before);
    expect(lossOf(own, old, task)).toBeLessThan(lossOf(bare, old, task));
  });

  test('keeps no row where none is replayed', async () => {
    const learner = await fitted({ replayRatio: 0 });
    await learner.update(later(5), { ...run, hasConceptChanged: false });
    const rows = new Set(rowsOf(problem, 200, 1, 0).x.data);
    for (const { data } of Object.values(learner.save().tensors))
      expect(data.some((value) => rows.has(value))).toBe(false);
  });

  test('what it keeps must fit the network, and a model that needs it says so by name', async () => {
    const snapshot = (await fitted()).save();
    const own = Object.keys(snapshot.tensors).filter((name) => name.startsWith('strategy.'));
    for (const name of own) {
      const torn = { shape: [1], data: new Float32Array(1) };
      const spoilt = { ...snapshot, tensors: { ...snapshot.tensors, [name]: torn } };
      expect(() => network.load(spoilt, parts)).toThrow(
        expect.objectContaining({ code: 'snapshot-format' }) as Error,
      );
    }
    const without = { ...parts, strategy: { ...strategy, kind: 'another' } };
    expect(() => network.load(snapshot, without)).toThrow(
      expect.objectContaining({
        code: 'unknown-kind',
        message: expect.stringContaining(`strategy "${strategy.kind}"`) as string,
      }) as Error,
    );
  });
}

/** Rows about a centre that wanders; what they are follows from where they are about it. */
function rowsOf({ task, classes }: Problem, rows: number, seed: number, centre: number): Batch {
  const random = new Random(seed);
  const data = Float32Array.from(
    { length: rows * 3 },
    (_, at) => random.normal() + (at % 3 === 0 ? centre : 0),
  );
  const y = Float32Array.from({ length: rows }, (_, row) => {
    const [a, b, c] = data.subarray(3 * row, 3 * row + 3);
    const value = (centre ? -1 : 1) * b! + 0.5 * c! + 0.2 * (a! - centre);
    if (task === 'regression') return value;
    return classes.length === 2 ? Number(value > 0) : value > 0.5 ? 2 : Number(value > -0.5);
  });
  return { x: { rows, features, data }, y, weights: null };
}

function lossOf(learner: Learner, { x, y }: Batch, task: Task): number {
  const { values, outputs } = learner.predict(x);
  return (
    y.reduce(
      (sum, truth, row) =>
        sum +
        (task === 'regression'
          ? (values[row]! - truth) ** 2
          : -Math.log(Math.max(1e-12, values[row * outputs + truth]!))),
      0,
    ) / y.length
  );
}
