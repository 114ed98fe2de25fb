import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DenseShape } from '../../src/core/dense.ts';
import { Random } from '../../src/core/random.ts';
import {
  denseLayers,
  forward,
  initialState,
  link,
  logistic,
  lossOf,
  parameterCount,
} from '../../src/math/dense.ts';
import { denseCases, plainLoss } from '../checks/dense-case.ts';

const shape: DenseShape = { inputs: 40, hidden: [300], outputs: 20, activation: 'relu', loss: 'softmax' };
const sigmoid: DenseShape = { inputs: 1, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' };
const squared: DenseShape = { ...sigmoid, loss: 'squared' };

test('embeddings lie first, gains and offsets behind the biases of hidden layers', () => {
  const embeddings = [{ input: 0, categories: 5, width: 2 }];
  expect(denseLayers({ ...shape, inputs: 2, hidden: [3], outputs: 4, layerNorm: true, embeddings })).toEqual([
    { from: 3, to: 3, weights: 10, biases: 19, gains: 22, end: 28, isOutput: false },
    { from: 3, to: 4, weights: 28, biases: 40, gains: null, end: 44, isOutput: true },
  ]);
});

test('layers lie one after another, weights before biases', () => {
  expect(denseLayers({ ...shape, inputs: 2, hidden: [3], outputs: 4 })).toEqual([
    { from: 2, to: 3, weights: 0, biases: 6, gains: null, end: 9, isOutput: false },
    { from: 3, to: 4, weights: 9, biases: 21, gains: null, end: 25, isOutput: true },
  ]);
  expect(parameterCount({ ...shape, inputs: 4, hidden: [8], outputs: 3 })).toBe(67);
});

describe('initialState', () => {
  const variance = (values: Float32Array): number =>
    values.reduce((sum, value) => sum + value * value, 0) / values.length;

  test('is He before a relu, Glorot before a tanh and the outputs, with biases and moments 0', () => {
    const { parameters, firstMoment, secondMoment, step } = initialState(shape, new Random(1));
    const [hidden, output] = denseLayers(shape);
    expect(variance(parameters.subarray(0, hidden!.biases))).toBeCloseTo(2 / 40, 2);
    expect(variance(parameters.subarray(output!.weights, output!.biases))).toBeCloseTo(2 / 320, 3);
    for (const zeros of [parameters.subarray(hidden!.biases, output!.weights), firstMoment, secondMoment])
      expect(zeros.every((value) => value === 0)).toBe(true);
    expect(step).toBe(0);
    const tanh = initialState({ ...shape, activation: 'tanh' }, new Random(1)).parameters;
    expect(variance(tanh.subarray(0, hidden!.biases))).toBeCloseTo(2 / 340, 3);
  });

  test('follows from the seed, and is 0 for a linear model', () => {
    expect(initialState(shape, new Random(3))).toEqual(initialState(shape, new Random(3)));
    expect(initialState(shape, new Random(3))).not.toEqual(initialState(shape, new Random(4)));
    expect(initialState(squared, new Random(3)).parameters).toEqual(new Float32Array(2));
  });
});

test.each(denseCases)(
  'forward and lossOf give the loss of $name by its definition',
  ({ shape, data, state }) => {
    const rows = Uint32Array.from({ length: data.y.length }, (_, row) => row);
    const outputs = forward(shape, state.parameters, data.x, rows.length);
    const expected = plainLoss(shape, Float64Array.from(state.parameters), data, rows);
    expect(Math.abs(lossOf(shape, outputs, data.y, data.weights) / expected - 1)).toBeLessThan(1e-5);
  },
);

test('forward gives each row what it gives the row alone, in any number', () => {
  const { parameters } = initialState(shape, new Random(1));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 150 }), fc.integer(), (rows, seed) => {
      const random = new Random(seed);
      const x = Float32Array.from({ length: rows * 40 }, () => random.normal());
      const together = forward(shape, parameters, x, rows);
      expect(together.length).toBe(rows * 20);
      if (rows === 0) return;
      const row = random.below(rows);
      const alone = forward(shape, parameters, x.slice(row * 40, row * 40 + 40), 1);
      expect(together.subarray(row * 20, row * 20 + 20)).toEqual(alone);
    }),
    { numRuns: 25 },
  );
});

describe('link', () => {
  test('softmax sums to 1 a row and withstands large logits', () => {
    const two: DenseShape = { ...shape, outputs: 2 };
    const values = link(two, Float32Array.of(0, Math.log(3), 1000, 0, -1000, -1000));
    for (const [i, expected] of [0.25, 0.75, 1, 0, 0.5, 0.5].entries())
      expect(values[i]).toBeCloseTo(expected, 6);
  });

  test('sigmoid is the logistic function, squared is left alone', () => {
    expect(Array.from(link(sigmoid, Float32Array.of(0, 1000, -1000)))).toEqual([0.5, 1, 0]);
    expect(logistic(2)).toBeCloseTo(0.8807970779778823, 12);
    expect(logistic(-2)).toBeCloseTo(0.11920292202211755, 12);
    const values = Float32Array.of(3, -4);
    expect(link(squared, values)).toBe(values);
    expect(values).toEqual(Float32Array.of(3, -4));
  });
});

describe('lossOf', () => {
  test('weighs rows and divides by their number', () => {
    expect(lossOf(squared, Float32Array.of(1, 5), Float32Array.of(3, 5.5), null)).toBeCloseTo(1.0625, 12);
    expect(
      lossOf(squared, Float32Array.of(1, 5), Float32Array.of(3, 5.5), Float32Array.of(0.5, 4)),
    ).toBeCloseTo(0.75, 12);
    expect(lossOf(squared, new Float32Array(), new Float32Array(), null)).toBe(0);
  });

  test('stays finite where a probability would be 0', () => {
    expect(lossOf(sigmoid, Float32Array.of(-1000), Float32Array.of(1), null)).toBe(1000);
    expect(lossOf({ ...shape, outputs: 2 }, Float32Array.of(0, 1000), Float32Array.of(0), null)).toBe(1000);
  });
});
