import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import type { DenseData, DenseEngine, DenseSession, DenseState } from '../../src/core/dense.ts';
import { expectClose } from './close.ts';
import { checkFurther } from './further.ts';
import { checkRowTerms } from './row-terms.ts';
import { checkSizes } from './sizes.ts';
import { checkTrainings } from './trainings.ts';
import { adam, constants, denseCases, plainGradient, plainLoss, type DenseCase } from './dense-case.ts';

const deep = denseCases.find(({ name }) => name === 'deep relu squared, weighted')!;
const wide = denseCases.find(({ name }) => name === 'relu softmax')!;

/** In no order, one of them twice. */
const someRows = Uint32Array.of(3, 0, 10, 3, 7, 1);

/** What every engine must do, whatever it runs on. */
export function checkEngine(name: string, open: () => Promise<DenseEngine>, build = ''): void {
  describe(`engine ${name} ${build}`.trimEnd(), () => {
    let engine: DenseEngine;
    const sessions: DenseSession[] = [];
    const start = async (
      { shape, data, state }: DenseCase,
      from: DenseState = state,
      on: DenseEngine = engine,
    ): Promise<DenseSession> => {
      const session = await on.open(shape, adam, data, from);
      sessions.push(session);
      return session;
    };

    beforeAll(async () => {
      engine = await open();
    }, 60_000);

    afterEach(() => {
      for (const session of sessions.splice(0)) session.close();
    });

    test('says who it is', () => {
      expect(engine.kind).toBe(name);
    });

    test.each(denseCases)('gradient of $name is the slope of the loss', async (each) => {
      const { loss, gradient } = await (await start(each)).gradient(someRows);
      const expected = plainLoss(each.shape, Float64Array.from(each.state.parameters), each.data, someRows);
      expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-4);
      expectClose(gradient, plainGradient(each, someRows), 1e-3);
    });

    test.each(denseCases)('gradient of $name is the reference engine’s', async (each) => {
      const { gradient } = await (await start(each)).gradient(someRows);
      const reference = await (await start(each, each.state, referenceEngine)).gradient(someRows);
      expectClose(gradient, reference.gradient, 1e-3);
    });

    test('gradient changes nothing', async () => {
      const session = await start(deep);
      await session.gradient(Uint32Array.of(1, 2));
      expect(await session.state()).toEqual(deep.state);
    });

    test('100 steps lower the loss as far as the reference engine does', async () => {
      const rows = repeated(allRows(wide.data), 50); // 11 rows in batches of 6 and 5
      const session = await start(wide);
      const reference = await start(wide, wide.state, referenceEngine);
      for (const each of [session, reference])
        for (let pass = 0; pass < 50; pass++)
          await each.train(rows.slice(pass * 11, pass * 11 + 11), 6, 0.01);
      const before = await (await start(wide)).gradient(allRows(wide.data));
      const { loss } = await session.gradient(allRows(wide.data));
      const { loss: expected } = await reference.gradient(allRows(wide.data));
      expect(loss).toBeLessThan(before.loss / 2);
      expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-2);
      expect((await session.state()).step).toBe(wide.state.step + 100);
    }, 30_000);

    test('one step is AdamW on weights and Adam on biases', async () => {
      const session = await start(wide);
      const rows = Uint32Array.of(4, 1, 9);
      const { gradient } = await session.gradient(rows);
      await session.train(rows, 3, 0.05);
      const { shape, state } = wide;
      const firstBiases = shape.inputs * shape.hidden[0]!;
      const expected = Float64Array.from(state.parameters, (value, i) => {
        const { beta1, beta2, epsilon } = constants;
        const m = beta1 * state.firstMoment[i]! + (1 - beta1) * gradient[i]!;
        const v = beta2 * state.secondMoment[i]! + (1 - beta2) * gradient[i]! ** 2;
        const isBias =
          (i >= firstBiases && i < firstBiases + shape.hidden[0]!) ||
          i >= state.parameters.length - shape.outputs;
        const kept = isBias ? value : value * (1 - 0.05 * adam.weightDecay);
        const root = Math.sqrt(v / (1 - beta2 ** (state.step + 1)));
        return kept - (0.05 * (m / (1 - beta1 ** (state.step + 1)))) / (root + epsilon);
      });
      expectClose((await session.state()).parameters, expected, 1e-4);
    });

    checkTrainings(() => engine);
    checkFurther(() => engine);
    checkRowTerms(() => engine);
    // TensorFlow.js compiles a program for every size; its kernels are not ours.
    if (!name.startsWith('tfjs')) checkSizes(() => engine);

    test('the loss of train is the mean before each step, and the last batch may be smaller', async () => {
      const rows = Uint32Array.of(5, 2, 8, 0, 1, 9, 4);
      const whole = await start(deep);
      const loss = await whole.train(rows, 3, 0.02);
      const pieces = await start(deep);
      let sum = 0;
      for (const batch of [rows.slice(0, 3), rows.slice(3, 6), rows.slice(6)]) {
        sum += (await pieces.gradient(batch)).loss * batch.length;
        await pieces.train(batch, 3, 0.02);
      }
      expect(Math.abs(loss / (sum / 7) - 1)).toBeLessThan(1e-5);
      expect(await whole.state()).toEqual(await pieces.state());
    });

    test('a state taken up in a new session goes on as if it had never stopped', async () => {
      const rows = repeated(allRows(deep.data), 2);
      const through = await start(deep);
      await through.train(rows, 4, 0.01);
      await through.train(rows, 4, 0.01);
      const stopped = await start(deep);
      await stopped.train(rows, 4, 0.01);
      const resumed = await start(deep, await stopped.state());
      await resumed.train(rows, 4, 0.01);
      expect(await resumed.state()).toEqual(await through.state());
    });

    test('a network begun on one engine goes on on another', async () => {
      const rows = allRows(deep.data);
      const expected = await start(deep, deep.state, referenceEngine);
      for (let pass = 0; pass < 2; pass++) await expected.train(rows, 4, 0.01);
      for (const [first, second] of [
        [engine, referenceEngine],
        [referenceEngine, engine],
      ] as const) {
        const begun = await start(deep, deep.state, first);
        await begun.train(rows, 4, 0.01);
        const gone = await start(deep, await begun.state(), second);
        await gone.train(rows, 4, 0.01);
        const state = await gone.state();
        expectClose(state.parameters, (await expected.state()).parameters, 1e-3);
        expect(state.step).toBe((await expected.state()).step);
      }
    });

    test('what it was given stays as it was', async () => {
      const before = structuredClone({ state: deep.state, data: deep.data });
      const session = await start(deep);
      await session.train(allRows(deep.data), 4, 0.1);
      expect({ state: deep.state, data: deep.data }).toEqual(before);
      const copy = await session.state();
      copy.parameters.fill(7);
      expect((await session.state()).parameters).not.toEqual(copy.parameters);
    });

    test('no rows are no step', async () => {
      const session = await start(deep);
      expect(await session.train(new Uint32Array(), 4, 0.1)).toBe(0);
      expect(await session.state()).toEqual(deep.state);
    });

    test('what does not fit together is refused by name', async () => {
      const { shape, data, state } = wide;
      const refused = { code: 'engine-input' };
      const other = { ...data, y: data.y.map(() => shape.outputs) };
      await expect(engine.open(shape, adam, other, state)).rejects.toMatchObject(refused);
      const short = { ...data, x: data.x.slice(1) };
      await expect(engine.open(shape, adam, short, state)).rejects.toMatchObject(refused);
      const torn = { ...state, secondMoment: state.secondMoment.slice(1) };
      await expect(engine.open(shape, adam, data, torn)).rejects.toMatchObject(refused);
      const session = await start(wide);
      await expect(session.train(Uint32Array.of(11), 1, 0.1)).rejects.toMatchObject(refused);
      await expect(session.train(Uint32Array.of(1), 0, 0.1)).rejects.toMatchObject(refused);
      await expect(session.gradient(new Uint32Array())).rejects.toMatchObject(refused);
      expect(await session.state()).toEqual(state);
    });

    test('a closed session is of no use', async () => {
      const session = await start(wide);
      session.close();
      session.close();
      const closed = { code: 'engine-closed' };
      await expect(session.train(Uint32Array.of(1), 1, 0.1)).rejects.toMatchObject(closed);
      await expect(session.gradient(Uint32Array.of(1))).rejects.toMatchObject(closed);
      await expect(session.state()).rejects.toMatchObject(closed);
    });
  });
}

function allRows({ y }: DenseData): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: y.length }, (_, row) => row);
}

function repeated(rows: Uint32Array, times: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: rows.length * times }, (_, i) => rows[i % rows.length]!);
}
