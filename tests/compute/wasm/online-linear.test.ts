import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openOnlineLinear } from '../../../src/compute/wasm/online-linear.ts';
import { Random } from '../../../src/core/random.ts';
import { OnlineLinear } from '../../../src/math/online-linear.ts';

test.each(['sigmoid', 'squared'] as const)(
  '%s: rows one by one and many at once are learnt as in plain TypeScript',
  async (loss) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 19 }), fc.integer(), async (inputs, seed) => {
        const random = new Random(seed);
        const rows = 300;
        const x = Float32Array.from({ length: rows * inputs }, () => random.normal());
        const y = Float32Array.from({ length: rows }, () => random.below(2));
        const weights = random.below(2) ? Float32Array.from(y, () => random.uniform()) : null;
        const plain = new OnlineLinear(inputs, loss);
        const [single, many] = [await openOnlineLinear(inputs, loss), await openOnlineLinear(inputs, loss)];
        expect(single).not.toBeInstanceOf(OnlineLinear);
        const expected = plain.learnRows(x, y, 0.02, weights);
        const together = many.learnRows(x, y, 0.02, weights);
        for (const row of y.keys()) {
          const at = row * inputs;
          const predicted = single.predict(x, at);
          expect(single.learn(x, at, y[row]!, 0.02, weights?.[row])).toBe(predicted);
          expect(Math.abs(predicted - expected[row]!)).toBeLessThan(1e-5);
          expect(together[row]).toBe(predicted);
        }
        expect(many.parameters).toEqual(single.parameters);
        many.parameters.set(plain.parameters);
        expect(Math.abs(many.predict(x, 0) - plain.predict(x, 0))).toBeLessThan(1e-6);
      }),
      { numRuns: 30 },
    );
  },
);

test('what is not a number is one in the answer', async () => {
  const model = await openOnlineLinear(2, 'sigmoid');
  expect(model.predict(Float32Array.of(1, NaN), 0)).toBeNaN();
});
