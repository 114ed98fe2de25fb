import { describe, expect, test } from 'vitest';
import { lackOf } from '../../src/compute/lacks.ts';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import type { DenseEngine, DenseKeeping, DenseShape, DenseTraining } from '../../src/core/dense.ts';
import { Random } from '../../src/core/random.ts';
import { plainAdam } from '../../src/math/dense.ts';
import { expectClose } from './close.ts';
import { plainGradient, plainLoss, randomCase, type DenseCase } from './dense-case.ts';

const someRows = Uint32Array.of(3, 0, 10, 3, 7, 1);
const squared: DenseKeeping = { kind: 'squared' };
const softened: DenseKeeping = { kind: 'softened', temperature: 2 };

const softmax: DenseShape = {
  ...{ inputs: 4, hidden: [7], outputs: 11, activation: 'tanh', loss: 'softmax' },
};
const sigmoid: DenseShape = { inputs: 3, hidden: [5], outputs: 1, activation: 'tanh', loss: 'sigmoid' };
const value: DenseShape = { inputs: 3, hidden: [], outputs: 1, activation: 'relu', loss: 'huber' };

/** Name, what rows keep, whether they limit classes. */
const cases: readonly (readonly [string, DenseShape, DenseKeeping | null, boolean])[] = [
  ['softmax, outputs kept', softmax, squared, false],
  ['softmax, weighted, outputs kept', softmax, squared, false],
  ['softmax, outputs kept softened', softmax, softened, false],
  ['softmax, classes limited', softmax, null, true],
  ['softmax, weighted, classes limited, outputs kept softened', softmax, softened, true],
  ['sigmoid, outputs kept', sigmoid, squared, false],
  ['sigmoid, weighted, outputs kept softened', sigmoid, softened, false],
  ['values kept', value, squared, false],
];

/** Rows that keep outputs and rows that see some classes, by their definitions; an engine that does not know them refuses them by name. */
export function checkRowTerms(engineOf: () => DenseEngine): void {
  describe('rows that keep outputs and limit classes', () => {
    test.each(cases)('gradient of %s is the slope of the loss', async (name, shape, keeping, isLimiting) => {
      const { each, training } = termsOf(name, shape, keeping, isLimiting);
      const lack = lackOf(engineOf().kind, training);
      const opening = engineOf().open(each.shape, training, each.data, each.state);
      if (lack !== null) {
        const refusal = { code: 'engine', message: expect.stringContaining(lack) as unknown };
        await expect(opening).rejects.toMatchObject(refusal);
        return;
      }
      const session = await opening;
      const { loss, gradient } = await session.gradient(someRows);
      session.close();
      const parameters = Float64Array.from(each.state.parameters);
      const expected = plainLoss(shape, parameters, each.data, someRows, undefined, keeping);
      expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-4);
      expectClose(gradient, plainGradient(each, someRows, undefined, keeping ?? undefined), 1e-3);
    });

    test('steps with all of it are the reference engine’s, and the same bytes again', async () => {
      const { each, training } = termsOf('softmax, weighted', { ...softmax, inputs: 70 }, softened, true, 37);
      if (lackOf(engineOf().kind, training) !== null) return;
      const strength = each.state.parameters.map(Math.abs);
      const anchor = { parameters: each.state.parameters.map((weight) => weight / 2), strength };
      const after = async (engine: DenseEngine) => {
        const session = await engine.open(each.shape, { ...training, anchor }, each.data, each.state);
        const loss = await session.train(Uint32Array.from(each.data.y.keys()), 13, 0.01);
        const { parameters } = await session.state();
        session.close();
        return { loss, parameters };
      };
      const [own, expected] = [await after(engineOf()), await after(referenceEngine)];
      expectClose(own.parameters, expected.parameters, 1e-4);
      expect(own.loss / expected.loss).toBeCloseTo(1, 4);
      expect(await after(engineOf())).toEqual(own);
    });

    test('a class that a row does not see gets no gradient of its loss', async () => {
      const { each, training } = termsOf('softmax', { ...softmax, hidden: [] }, null, true);
      if (lackOf(engineOf().kind, training) !== null) return;
      const { outputs, inputs } = each.shape;
      const classes = new Uint8Array(each.data.y.length * outputs);
      each.data.y.forEach((y, row) => classes.fill(1, row * outputs, row * outputs + y + 1));
      const session = await engineOf().open(each.shape, training, { ...each.data, classes }, each.state);
      const row = each.data.y.indexOf(Math.min(...each.data.y));
      const { gradient } = await session.gradient(Uint32Array.of(row));
      session.close();
      const biases = gradient.subarray(inputs * outputs);
      expect(each.data.y[row]).toBeLessThan(outputs - 1);
      expect([...biases].map((slope) => slope === 0)).toEqual(
        [...biases].map((_, j) => j > each.data.y[row]! || (each.data.y[row] === 0 && j === 0)),
      );
    });

    test('what does not fit together is refused by name', async () => {
      const { each, training } = termsOf('softmax', softmax, squared, true);
      if (lackOf(engineOf().kind, training) !== null) return;
      const { shape, data, state } = each;
      const { kept, classes, ...plain } = data;
      const odd = (changed: object, how: object = {}, of = shape) =>
        expect(
          engineOf().open(of, { ...training, ...how }, { ...data, ...changed }, state),
        ).rejects.toMatchObject({ code: 'engine-input' });
      await odd({ kept: { ...kept!, weights: kept!.weights.slice(1) } });
      await odd({ classes: classes!.slice(1) });
      await odd({ classes: new Uint8Array(classes!.length) });
      await odd({}, { keeping: { kind: 'softened', temperature: 0 } });
      for (const how of [training, { ...training, keeping: undefined }])
        await expect(engineOf().open(shape, how as DenseTraining, plain, state)).rejects.toMatchObject({
          code: 'engine-input',
        });
      const single = termsOf('values', value, softened, false);
      await expect(
        engineOf().open(value, single.training, single.each.data, single.each.state),
      ).rejects.toMatchObject({ code: 'engine-input' });
    });
  });
}

function termsOf(
  name: string,
  shape: DenseShape,
  keeping: DenseKeeping | null,
  isLimiting: boolean,
  rows = 11,
): { readonly each: DenseCase; readonly training: DenseTraining } {
  const each = randomCase(name, shape, rows);
  const { outputs } = shape;
  const random = new Random(5);
  const classes = Uint8Array.from({ length: rows * outputs }, (_, at) =>
    each.data.y[Math.floor(at / outputs)] === at % outputs || random.uniform() < 0.5 ? 1 : 0,
  );
  const kept = {
    outputs: Float32Array.from({ length: rows * outputs }, () => 2 * random.normal()),
    // Some rows keep nothing.
    weights: Float32Array.from({ length: rows }, () => Math.max(0, random.normal())),
  };
  return {
    each: { ...each, data: { ...each.data, ...(keeping && { kept }), ...(isLimiting && { classes }) } },
    training: {
      ...plainAdam,
      ...(keeping && { keeping }),
      ...(isLimiting && { limitsClasses: true }),
    },
  };
}
