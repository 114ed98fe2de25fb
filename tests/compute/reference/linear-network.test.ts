import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LinearNetwork } from '../../../src/compute/reference/linear-network.ts';
import { DenseNetwork } from '../../../src/compute/reference/network.ts';
import type { DenseShape } from '../../../src/core/dense.ts';
import { Random } from '../../../src/core/random.ts';

const linearShape: DenseShape = { inputs: 3, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' };

test('fits a single output without hidden layers, and nothing else', () => {
  expect(LinearNetwork.fits(linearShape)).toBe(true);
  expect(LinearNetwork.fits({ ...linearShape, hidden: [1] })).toBe(false);
  expect(LinearNetwork.fits({ ...linearShape, outputs: 2, loss: 'softmax' })).toBe(false);
});

test('gives the loss and the gradient of DenseNetwork, to the last bit', () => {
  const any = fc.record({
    inputs: fc.integer({ min: 1, max: 40 }),
    count: fc.integer({ min: 1, max: 37 }),
    loss: fc.constantFrom('sigmoid' as const, 'squared' as const),
    isWeighted: fc.boolean(),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(any, ({ inputs, count, loss, isWeighted, seed }) => {
      const shape = { ...linearShape, inputs, loss };
      const random = new Random(seed);
      const floats = (length: number) => Float32Array.from({ length }, () => random.normal());
      const data = {
        x: floats(50 * inputs),
        y: loss === 'squared' ? floats(50) : floats(50).map((value) => (value > 0 ? 1 : 0)),
        weights: isWeighted ? floats(50).map(Math.abs) : null,
      };
      const parameters = floats(inputs + 1);
      const rows = Uint32Array.from({ length: count + 3 }, () => random.below(50));
      const [linear, dense] = [new LinearNetwork(shape, count), new DenseNetwork(shape, count)];
      for (const start of [0, 3])
        expect(linear.step(parameters, data, rows, start, count)).toBe(
          dense.step(parameters, data, rows, start, count),
        );
      expect(linear.gradient).toEqual(dense.gradient);
    }),
  );
});
