import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { beginBets, logEvidence, type LogWealth, placeBets } from '../../src/math/betting.ts';

/** A reign: batches of 50 rows until the evidence is enough; when it is, or null. */
function firstProof(draw: () => number, batches: number, alpha: number): number | null {
  let wealth: LogWealth = [];
  for (let batch = 1; batch <= batches; batch++) {
    wealth = placeBets(beginBets(wealth), Float64Array.from({ length: 50 }, draw));
    if (logEvidence(wealth) >= Math.log(1 / alpha)) return batch;
  }
  return null;
}

describe('bets on a mean', () => {
  test('nothing is known before the first bet', () => {
    expect(logEvidence([])).toBe(0);
    expect(logEvidence(beginBets([]))).toBeCloseTo(0, 12);
    expect(logEvidence(beginBets(beginBets(beginBets([]))))).toBeCloseTo(0, 12);
  });

  test('one stake on one number is what it says', () => {
    const [wealth] = placeBets(beginBets([]), Float64Array.of(1, -0.5));
    expect(wealth![4]).toBeCloseTo(Math.log(1.5 * 0.75), 12);
  });

  test('bets in one go are bets one by one, and larger numbers are cut to 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true })), (numbers) => {
        const begun = beginBets([]);
        const together = placeBets(begun, Float64Array.from(numbers));
        const one = numbers.reduce<LogWealth>((so, number) => placeBets(so, Float64Array.of(number)), begun);
        together[0]!.forEach((value, index) => expect(value).toBeCloseTo(one[0]![index]!, 9));
        const cut = placeBets(
          begun,
          Float64Array.from(numbers, (number) => Math.sign(number) * Math.min(1, Math.abs(number))),
        );
        expect(together).toEqual(cut);
      }),
    );
  });

  test('looked at after every batch, no better challenger is promoted in more than 5 % of 400 reigns', () => {
    const random = new Random(7);
    let promoted = 0;
    for (let reign = 0; reign < 400; reign++)
      if (firstProof(() => random.below(3) - 1, 40, 0.05) !== null) promoted++;
    expect(promoted).toBeLessThanOrEqual(20);
  });

  test('a challenger that is better by a tenth is seen within a few batches, also after a bad stretch', () => {
    const random = new Random(8);
    const better = () => (random.uniform() < 0.65 ? 0.5 : -0.5);
    expect(firstProof(better, 40, 0.05)).toBeLessThan(12);
    let row = 0;
    const afterBad = () => (row++ < 500 ? -0.5 * Math.sign(random.uniform() - 0.35) : better());
    const seen = firstProof(afterBad, 60, 0.05);
    expect(seen).toBeGreaterThan(10);
    expect(seen).toBeLessThan(30);
  });
});
