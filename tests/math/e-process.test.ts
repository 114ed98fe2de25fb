import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { signEvidence } from '../../src/math/e-process.ts';
import reference from '../reference/inference.json' with { type: 'json' };

test.each(reference.evidence)('exact at $wins wins, $losses losses', ({ wins, losses, log }) => {
  expect(Math.abs(signEvidence(wins, losses) - log)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(log)));
});

test.each(reference.quadrature)('is the integral at $wins wins, $losses losses', ({ wins, losses, log }) => {
  expect(signEvidence(wins, losses)).toBeCloseTo(log, 9);
});

test('huge counts stay finite and follow their limits', () => {
  // All wins: E = 2^(n+1) / (n + 1), less 1 / (n + 1).
  expect(signEvidence(1e12, 0)).toBeCloseTo((1e12 + 1) * Math.LN2 - Math.log(1e12 + 1), 3);
  // Even counts: the integral's lower half mirrors its upper one, E = 2^n / (n + 1) / C(n, n / 2), by Stirling.
  expect(signEvidence(1e8, 1e8)).toBeCloseTo(Math.log(Math.sqrt(Math.PI * 1e8) / 2e8), 6);
});

test('one more win always speaks for the winner, one more loss against it', () => {
  for (const [wins, losses] of [
    [0, 0],
    [5, 5],
    [5, 6],
    [6, 5],
    [1000, 1001],
    [200, 3],
  ] as const) {
    expect(signEvidence(wins + 1, losses)).toBeGreaterThan(signEvidence(wins, losses));
    expect(signEvidence(wins, losses + 1)).toBeLessThan(signEvidence(wins, losses));
  }
});

test.each([
  [-1, 0],
  [0.5, 0],
  [0, NaN],
])('%d wins and %d losses are no counts', (wins, losses) => {
  expect(() => signEvidence(wins, losses)).toThrow(/are not counts/);
});

describe('looking after every row', () => {
  /** Of `runs` trials with a fair coin, or one that is won with `chance`: how many ever reach 1 / .05. */
  function promotions(chance: number, runs: number, disagreements: number): number {
    const random = new Random(11);
    const cache = new Map<number, number>();
    let promoted = 0;
    for (let run = 0; run < runs; run++) {
      let wins = 0;
      for (let row = 1; row <= disagreements; row++) {
        if (random.uniform() < chance) wins++;
        if (2 * wins <= row) continue; // E is at most 1 there.
        const key = row * 4096 + wins;
        let evidence = cache.get(key);
        if (evidence === undefined) cache.set(key, (evidence = signEvidence(wins, row - wins)));
        if (evidence >= Math.log(20)) {
          promoted++;
          break;
        }
      }
    }
    return promoted / runs;
  }

  test('promotes no better than 5 in 100 equals, and most that are better', () => {
    const falsePromotions = promotions(0.5, 2000, 1000);
    expect(falsePromotions).toBeGreaterThan(0);
    expect(falsePromotions).toBeLessThan(0.05);
    expect(promotions(0.62, 200, 1000)).toBeGreaterThan(0.9);
  });
});
