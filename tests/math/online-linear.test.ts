import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import type { DenseShape } from '../../src/core/dense.ts';
import { Random } from '../../src/core/random.ts';
import { plainAdam } from '../../src/math/dense.ts';
import { OnlineLinear } from '../../src/math/online-linear.ts';

describe.each(['sigmoid', 'squared'] as const)('%s', (loss) => {
  test('row by row it goes the way of gradient descent in batches of one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 11 }), fc.integer(), async (inputs, seed) => {
        const random = new Random(seed);
        const rows = 9;
        const x = Float32Array.from({ length: rows * inputs }, () => random.normal());
        const y = Float32Array.from({ length: rows }, () =>
          loss === 'sigmoid' ? random.below(2) : random.normal(),
        );
        const weights = Float32Array.from({ length: rows }, () => random.uniform());
        const shape: DenseShape = { inputs, hidden: [], outputs: 1, activation: 'relu', loss };
        const descent = { ...plainAdam, optimizer: { kind: 'momentum', momentum: 0 } } as const;
        const zeros = () => new Float32Array(inputs + 1);
        const state = { parameters: zeros(), firstMoment: zeros(), secondMoment: zeros(), step: 0 };
        const session = await referenceEngine.open(shape, descent, { x, y, weights }, state);
        await session.train(Uint32Array.from(y.keys()), 1, 0.1);
        const { parameters } = await session.state();
        const model = new OnlineLinear(inputs, loss);
        for (const row of y.keys()) {
          const predicted = model.predict(x, row * inputs);
          expect(model.learn(x, row * inputs, y[row]!, 0.1, weights[row])).toBe(predicted);
        }
        for (const [i, value] of parameters.entries())
          expect(Math.abs(model.parameters[i]! - value)).toBeLessThan(1e-5);
      }),
      { numRuns: 40 },
    );
  });
});

test('what is not a number is one in the answer', () => {
  const model = new OnlineLinear(2, 'sigmoid');
  expect(model.predict(Float32Array.of(1, NaN), 0)).toBeNaN();
});
