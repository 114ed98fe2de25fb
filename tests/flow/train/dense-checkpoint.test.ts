import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../../src/compute/reference/engine.ts';
import type { DenseEngine, DenseShape } from '../../../src/core/dense.ts';
import type { PerennialError } from '../../../src/core/errors.ts';
import type { LearnerParts, Problem } from '../../../src/core/learner.ts';
import type { Batch } from '../../../src/core/matrix.ts';
import { unwatched, type JobContext } from '../../../src/core/progress.ts';
import { Random } from '../../../src/core/random.ts';
import type { Task } from '../../../src/core/schema.ts';
import { encodeSnapshot, type Snapshot } from '../../../src/core/snapshot.ts';
import { runDense, type DenseRun } from '../../../src/flow/train/dense-loop.ts';
import { network } from '../../../src/flow/train/network.ts';
import { forward, initialState, plainAdam } from '../../../src/math/dense.ts';
import { runCutOff, runWhole } from '../../checks/cut-off.ts';
import { runOf } from '../../checks/learner.ts';
import { denseParts } from './dense-parts.ts';

/** Plain TypeScript under the name of an engine whose slices are nine steps short, so that epochs have several. */
const shortSlices: DenseEngine = { ...referenceEngine, kind: 'tfjs-wasm' };

const shape: DenseShape = { inputs: 3, hidden: [4], outputs: 1, activation: 'tanh', loss: 'squared' };

/** 100 rows in batches of 3 are 34 steps, so 4 slices an epoch. */
function runOn(context: JobContext, changes: Partial<DenseRun> = {}): DenseRun {
  return {
    shape,
    chosen: { engine: shortSlices, reason: 'asked' },
    training: { ...plainAdam, weightDecay: 0.01 },
    forward,
    data: rowsOf(100, 1),
    start: initialState(shape, new Random(2)),
    epochs: 5,
    batchSize: 3,
    random: new Random(3),
    rowsOf: (_, random) => random.shuffle(Uint32Array.from({ length: 100 }, (_, row) => row)),
    learningRateAt: (done) => 0.05 * (1 - done),
    validation: null,
    context,
    ...changes,
  };
}

describe('a run that is cut off and goes on', () => {
  test.each<[string, Partial<DenseRun>, number]>([
    ['without validation', {}, 5 * 4],
    ['with validation', { validation: { data: rowsOf(40, 4), patience: 5 } }, 5 * (4 + 1)],
    // Its rows are contradicted, so the first epoch stays the best, and three more are waited for.
    [
      'that stops early',
      { validation: { data: contradicted(), patience: 3 }, learningRateAt: () => 0.003 },
      4 * (4 + 1),
    ],
  ])('%s ends as if it had not been, wherever it was', async (_, changes, places) => {
    const job = (context: JobContext) => runDense(runOn(context, changes));
    const { result: whole, offers } = await runWhole(job);
    expect(offers).toBe(places);
    for (let cut = 1; cut <= offers; cut++) {
      const { result, written } = await runCutOff(job, [cut]);
      expect(result, `cut off at ${cut}`).toEqual(whole);
      expect(written[0]!.kind).toBe('dense-run');
    }
    const { result } = await runCutOff(job, Array<number>(offers).fill(1));
    expect(result, 'cut off at every place').toEqual(whole);
  });

  test('goes on in the middle of a validation pass', async () => {
    const wide: DenseShape = { ...shape, hidden: [400], activation: 'relu' };
    const piece = Math.floor(10e6 / (4 * 400 + 401)); // rows that take 10 million multiply-adds
    const validation = { data: rowsOf(2 * piece + 1, 5), patience: 5 };
    const start = initialState(wide, new Random(2));
    const changes = { shape: wide, start, epochs: 2, validation };
    const job = (context: JobContext) => runDense(runOn(context, changes));
    const { result: whole, offers } = await runWhole(job);
    expect(offers).toBe(2 * (4 + 3));
    for (const cuts of [[5], [6, 6]]) {
      const { result, written } = await runCutOff(job, cuts);
      expect(result).toEqual(whole);
      const { judged } = written.at(-1)!.header['place'] as { judged: { rows: number } };
      expect([piece, 2 * piece]).toContain(judged.rows);
    }
  });

  test('an epoch takes each row once, though another engine goes on with it in slices of its own', async () => {
    const taken: number[] = [];
    const spied: DenseEngine = {
      ...referenceEngine,
      async open(...given) {
        const session = await referenceEngine.open(...given);
        return {
          train(rows, batchSize, rate) {
            taken.push(...rows);
            return session.train(rows, batchSize, rate);
          },
          gradient: (rows) => session.gradient(rows),
          state: () => session.state(),
          close: () => session.close(),
        };
      },
    };
    const place = await checkpointAt(6); // two slices into the second epoch
    const context = { ...unwatched, checkpoints: { ...unwatched.checkpoints, last: place } };
    const { steps } = await runDense(
      runOn(context, { epochs: 2, chosen: { engine: spied, reason: 'the other was lost' } }),
    );
    expect(taken).toHaveLength(100 - 2 * 9 * 3);
    expect(new Set(taken).size).toBe(taken.length);
    expect(steps).toBe(2 * 34);
  });

  test('what was written is not changed by what comes later, and holds no order of all rows', async () => {
    const { written, texts } = await everyCheckpoint();
    expect(written.map((snapshot) => encodeSnapshot(snapshot))).toEqual(texts);
    for (const text of texts) expect(text.length).toBeLessThan(4000);
  });
});

describe('a checkpoint of another run', () => {
  test.each<[string, Partial<DenseRun>, RegExp]>([
    ['other layers', { shape: { ...shape, hidden: [5] } }, /shape/],
    ['more rows', { data: rowsOf(101, 1) }, /has the trainRows 100, this one 101/],
    ['other batches', { batchSize: 4 }, /has the batchSize 3, this one 4/],
    ['more epochs', { epochs: 9 }, /has the epochs 2, this one 9/],
    ['validation', { validation: { data: rowsOf(7, 4), patience: 2 } }, /validationRows 0, this one 7/],
    [
      'a start further on',
      { start: { ...initialState(shape, new Random(2)), step: 9 } },
      /startStep 0, this one 9/,
    ],
  ])('is refused: %s', async (_, changes, message) => {
    const last = await checkpointAt(3);
    await expectRefused(last, { epochs: 2, ...changes }, message);
  });

  test.each<[string, (snapshot: Snapshot) => Snapshot, RegExp]>([
    ['another kind', (s) => ({ ...s, kind: 'linear' }), /of kind "linear", not "dense-run"/],
    ['an empty header', (s) => ({ ...s, header: {} }), /does not say how far/],
    ['no weights', (s) => ({ ...s, tensors: {} }), /"parameters" has no values; its layers need 21/],
  ])('is refused: %s', async (_, spoil, message) => {
    await expectRefused(spoil(await checkpointAt(3)), { epochs: 2 }, message);
  });
});

describe.each(['binary', 'multiclass', 'regression'] as const)('a %s network', (task) => {
  const problem = problemOf(task);
  const parts: LearnerParts = {
    ...denseParts,
    chooseEngine: async () => ({ engine: shortSlices, reason: 'asked' }),
  };
  const options = {
    ...network.defaults,
    hidden: [5],
    epochs: 4,
    patience: 2,
    replayRatio: 1.5,
    updateBatchSize: 4,
  };
  const train = batchOf(problem, 100, 1);
  const validation = batchOf(problem, 30, 2);

  test('fitted, then taught on with replay, both cut off at seeded places', async () => {
    const random = new Random(21);
    const fit = async (context: JobContext) => {
      const learner = network.create(problem, options, parts);
      const report = await learner.fit(train, validation, runOf({ seed: 4, ...context }));
      return { report, bytes: encodeSnapshot(learner.save()), saved: learner.save() };
    };
    const { result: fitted, offers } = await runWhole(fit);
    const update = async (context: JobContext) => {
      const learner = network.load(fitted.saved, parts);
      const run = { ...runOf({ seed: 5, ...context }), hasConceptChanged: true };
      const report = await learner.update(batchOf(problem, 40, 3), run);
      return { report, bytes: encodeSnapshot(learner.save()) };
    };
    const { result: updated, offers: updateOffers } = await runWhole(update);
    expect(Math.min(offers, updateOffers)).toBeGreaterThanOrEqual(8);
    for (let round = 0; round < 6; round++) {
      const { result } = await runCutOff(fit, [1 + random.below(offers)]);
      expect(result).toEqual(fitted);
      const cut = 1 + random.below(updateOffers - 1);
      expect((await runCutOff(update, [cut, 1])).result).toEqual(updated);
    }
  });
});

async function everyCheckpoint() {
  const written: Snapshot[] = [];
  const texts: Uint8Array[] = [];
  const checkpoints = {
    last: null,
    async offer(take: () => Snapshot | Promise<Snapshot>) {
      written.push(await take());
      texts.push(encodeSnapshot(written.at(-1)!));
    },
  };
  await runDense(runOn({ ...unwatched, checkpoints }, { epochs: 2 }));
  return { written, texts };
}

async function checkpointAt(offer: number): Promise<Snapshot> {
  return (await everyCheckpoint()).written[offer - 1]!;
}

async function expectRefused(last: Snapshot, changes: Partial<DenseRun>, message: RegExp): Promise<void> {
  const context = { ...unwatched, checkpoints: { ...unwatched.checkpoints, last } };
  const refused = runDense(runOn(context, changes));
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toMatchObject({ code: 'snapshot-format' } satisfies Partial<PerennialError>);
}

function rowsOf(rows: number, seed: number): DenseRun['data'] {
  const random = new Random(seed);
  const x = Float32Array.from({ length: rows * 3 }, () => random.uniform() - 0.5);
  return { x, y: Float32Array.from({ length: rows }, (_, row) => x[3 * row]! + 1), weights: null };
}

function contradicted(): DenseRun['data'] {
  const data = rowsOf(40, 4);
  return { ...data, y: data.y.map((y) => -3 * y) };
}

function problemOf(task: Task): Problem {
  const classes = task === 'binary' ? ['no', 'yes'] : task === 'multiclass' ? ['a', 'b', 'c'] : [];
  return { task, features: ['a', 'b', 'c'], classes };
}

function batchOf({ task, features, classes }: Problem, rows: number, seed: number): Batch {
  const { x, y } = rowsOf(rows, seed);
  const labels = task === 'regression' ? y : y.map((value) => Math.floor((value - 0.5) * classes.length));
  return { x: { rows, features, data: x }, y: labels, weights: null };
}
