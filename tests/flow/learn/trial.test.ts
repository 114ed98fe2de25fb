import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/core/random.ts';
import { beginBatch, betOn, evidenceOf, newTrial, type RowScores } from '../../../src/flow/learn/trial.ts';

const surprised = (...surprise: readonly number[]): RowScores => ({
  errors: new Float64Array(surprise.length),
  surprise: Float64Array.from(surprise),
});
const repeated = (value: number, rows: number) => surprised(...new Array<number>(rows).fill(value));

describe('evidence', () => {
  test('is 1 before any row, and stays so where both say the same', () => {
    expect(evidenceOf(newTrial)).toBe(1);
    const same = surprised(0.1, 2, 0.7);
    expect(evidenceOf(betOn(beginBatch(newTrial), 'binary', same, same))).toBeCloseTo(1, 12);
  });

  test('grows while the challenger is less surprised, and falls while it is more', () => {
    const begun = beginBatch(newTrial);
    const better = betOn(begun, 'binary', repeated(1, 30), repeated(0.5, 30));
    const worse = betOn(begun, 'binary', repeated(0.5, 30), repeated(1, 30));
    expect(evidenceOf(better)).toBeGreaterThan(20);
    expect(evidenceOf(worse)).toBeLessThan(1);
    expect(evidenceOf(betOn(better, 'binary', repeated(0.5, 30), repeated(1, 30)))).toBeLessThan(
      evidenceOf(better),
    );
  });

  test('is finite, however much there is', () => {
    const begun = beginBatch(newTrial);
    const overwhelming = betOn(begun, 'binary', repeated(4, 20_000), repeated(0, 20_000));
    expect(evidenceOf(overwhelming)).toBe(Math.exp(300));
  });

  test('is the same whether rows come at once or one by one', () => {
    const scores = fc.array(
      fc.tuple(fc.double({ min: 0, max: 4, noNaN: true }), fc.double({ min: 0, max: 4, noNaN: true })),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(scores, fc.constantFrom('binary', 'regression'), (rows, task) => {
        const champion = surprised(...rows.map(([value]) => value));
        const challenger = surprised(...rows.map(([, value]) => value));
        const atOnce = betOn(beginBatch(newTrial), task, champion, challenger);
        let each = beginBatch(newTrial);
        for (const [a, b] of rows) each = betOn(each, task, surprised(a), surprised(b));
        expect(Math.log(evidenceOf(each))).toBeCloseTo(Math.log(evidenceOf(atOnce)), 9);
      }),
      { numRuns: 50 },
    );
  });
});

test('a batch begins another bet, beside those that go on', () => {
  const lost = betOn(beginBatch(newTrial), 'binary', repeated(0, 40), repeated(1, 40));
  const again = beginBatch(lost);
  expect(again.logWealth.slice(0, 1)).toEqual(lost.logWealth);
  expect(again.logWealth[1]).toEqual(again.logWealth[1]!.map(() => 0));
  const won = (trial: typeof lost) => evidenceOf(betOn(trial, 'binary', repeated(1, 30), repeated(0, 30)));
  expect(won(again)).toBeGreaterThan(won(lost));
});

test('of a regression it counts who is closer, not by how much', () => {
  const begun = beginBatch(newTrial);
  const barely = betOn(begun, 'regression', repeated(1, 10), repeated(0.999, 10));
  const clearly = betOn(begun, 'regression', repeated(1000, 10), repeated(0, 10));
  expect(evidenceOf(barely)).toBe(evidenceOf(clearly));
  const byHowMuch = betOn(begun, 'binary', repeated(1, 10), repeated(0.999, 10));
  expect(evidenceOf(byHowMuch)).toBeLessThan(1.1);
});

test('a challenger that is no better is promoted by chance in fewer than alpha of all trials', () => {
  const alpha = 0.05;
  const trials = 400;
  let promoted = 0;
  for (let seed = 0; seed < trials; seed++) {
    const random = new Random(seed);
    let trial = newTrial;
    for (let batch = 0; batch < 6 && evidenceOf(trial) < 1 / alpha; batch++) {
      trial = beginBatch(trial);
      const draw = () => surprised(...Array.from({ length: 100 }, () => random.uniform()));
      trial = betOn(trial, 'binary', draw(), draw());
    }
    if (evidenceOf(trial) >= 1 / alpha) promoted += 1;
  }
  expect(promoted / trials).toBeLessThan(alpha);
});
