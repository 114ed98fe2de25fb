import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../../src/compute/reference/engine.ts';
import type { DenseEngine, DenseShape } from '../../../src/core/dense.ts';
import { unwatched } from '../../../src/core/progress.ts';
import { Random } from '../../../src/core/random.ts';
import { runDense, type DenseRun } from '../../../src/flow/train/dense-loop.ts';
import { forward, initialState, plainAdam } from '../../../src/math/dense.ts';

const shape: DenseShape = { inputs: 20, hidden: [40], outputs: 1, activation: 'relu', loss: 'squared' };

describe('runDense', () => {
  test('takes the rows of an epoch once each, in their order, in slices of whole batches', async () => {
    const { engine, slices } = spiedEngine();
    const order = new Random(3).shuffle(Uint32Array.from({ length: 5001 }, (_, i) => i));
    const outcome = await runDense({ ...runOn(5001, engine), epochs: 2, rowsOf: () => order });
    expect(slices.length).toBeGreaterThan(2);
    expect(slices.flatMap((slice) => [...slice.rows])).toEqual([...order, ...order]);
    const sizes = slices.map((slice) => slice.rows.length);
    expect(sizes.filter((size) => size % 10)).toEqual([sizes.at(-1), sizes.at(-1)]);
    expect(outcome.steps).toBe(2 * 501);
    expect(outcome.state.step).toBe(2 * 501);
  });

  test('a slice is short: at most 10 million multiply-adds, and less where an engine is slow to start a step', async () => {
    const plain = spiedEngine('reference');
    await runDense(runOn(8000, plain.engine));
    const work = Math.max(...plain.slices.map((slice) => slice.rows.length)) * 3 * 881;
    expect(work).toBeLessThanOrEqual(10e6);
    const slow = spiedEngine('tfjs-wasm');
    await runDense(runOn(8000, slow.engine));
    expect(Math.max(...slow.slices.map((slice) => slice.rows.length))).toBeLessThanOrEqual(100);
  });

  test('the learning rate follows the share of steps that are done', async () => {
    const { engine, slices } = spiedEngine();
    await runDense({ ...runOn(100, engine), epochs: 4, learningRateAt: (done) => 0.01 * (1 - done) });
    expect(slices.map((slice) => slice.learningRate)).toEqual([0.01, 0.0075, 0.005, 0.0025]);
  });

  test('long epochs have points of the curve within them; the epoch’s own point carries the validation loss', async () => {
    const validation = { data: runOn(50, referenceEngine).data, patience: 3 };
    const { curve, kept } = await runDense({ ...runOn(60_000, referenceEngine), validation });
    expect(curve.length).toBeGreaterThanOrEqual(2);
    expect(curve.slice(0, -1).every((point) => point.validationLoss === null)).toBe(true);
    expect(curve.at(-1)!.validationLoss).toBeGreaterThan(0);
    expect(kept).toEqual(curve.at(-1));
  });

  test('stops after `patience` epochs without a lower validation loss, with the best state whole', async () => {
    const train = runOn(30, referenceEngine);
    // The validation rows contradict the training rows: each step makes them worse.
    const validation = { data: { ...train.data, y: train.data.y.map((y) => -3 * y) }, patience: 3 };
    const run = { ...train, epochs: 50, learningRateAt: () => 0.01, validation };
    const { curve, kept, state, steps } = await runDense(run);
    expect(curve).toHaveLength(4);
    expect(steps).toBe(12);
    expect(kept).toEqual(curve[0]);
    const session = await referenceEngine.open(shape, plainAdam, run.data, run.start);
    await session.train(run.rowsOf(0, run.random), run.batchSize, 0.01);
    expect(state).toEqual(await session.state());
  });

  test('a cancel is heard between two slices of one epoch, and the session is closed', async () => {
    const { engine, slices, closed } = spiedEngine();
    const abort = new AbortController();
    const context = { ...unwatched, signal: abort.signal };
    const running = runDense({ ...runOn(60_000, engine), epochs: 100, context });
    setTimeout(() => abort.abort(), 0);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(slices.length).toBeLessThan(16);
    expect(closed()).toBe(1);
  });

  test('refuses a loss that is no number, with the way out', async () => {
    const { engine, closed } = spiedEngine();
    const running = runDense({ ...runOn(200, engine), epochs: 50, learningRateAt: () => 1e30 });
    await expect(running).rejects.toMatchObject({
      code: 'not-finite',
      message: expect.stringContaining('lower the learning rate') as string,
    });
    expect(closed()).toBe(1);
  });
});

function runOn(rows: number, engine: DenseEngine): DenseRun {
  const random = new Random(1);
  const x = Float32Array.from({ length: rows * 20 }, () => random.normal());
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  return {
    shape,
    chosen: { engine, reason: 'asked' },
    training: plainAdam,
    forward,
    data: { x, y: Float32Array.from({ length: rows }, (_, i) => x[i * 20]! + 1), weights: null },
    start: initialState(shape, new Random(2)),
    epochs: 1,
    batchSize: 10,
    random,
    rowsOf: () => order,
    learningRateAt: () => 0.001,
    validation: null,
    context: unwatched,
  };
}

/** The yardstick, and what it was asked to do. */
function spiedEngine(kind: DenseEngine['kind'] = 'reference') {
  const slices: { readonly rows: Uint32Array; readonly learningRate: number }[] = [];
  let closings = 0;
  const engine: DenseEngine = {
    kind,
    async open(...given) {
      const session = await referenceEngine.open(...given);
      return {
        train(rows, batchSize, learningRate) {
          slices.push({ rows: rows.slice(), learningRate });
          return session.train(rows, batchSize, learningRate);
        },
        gradient: (rows) => session.gradient(rows),
        state: () => session.state(),
        close() {
          closings++;
          session.close();
        },
      };
    },
  };
  return { engine, slices, closed: () => closings };
}
