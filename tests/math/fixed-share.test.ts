import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { FixedShare } from '../../src/math/fixed-share.ts';

interface Reference {
  readonly first: number[];
  readonly share: number;
  readonly losses: number[][];
  readonly weights: number[][];
}
const { fixedShare } = JSON.parse(
  readFileSync(new URL('../reference/combination.json', import.meta.url), 'utf8'),
) as { fixedShare: Reference };

test('weights are those of the definition, row for row', () => {
  const { first, share, losses, weights } = fixedShare;
  const ours = new FixedShare(Float64Array.from(first), share);
  for (const [row, expected] of weights.entries()) {
    ours.learn(Float64Array.from(losses[row]!));
    for (const [i, weight] of expected.entries()) expect(ours.weights[i]).toBeCloseTo(weight, 12);
  }
});

test('the log loss of the mix is within the bound of every sequence of experts', () => {
  const [experts, rows, share] = [5, 2000, 0.01];
  const random = new Random(3);
  const first = new Float64Array(experts).fill(1 / experts);
  const mix = new FixedShare(first, share);
  // Every 500 rows another expert knows.
  const best = (row: number) => Math.floor(row / 500) % experts;
  const of = { mix: 0, sequence: 0, each: new Float64Array(experts) };
  for (let row = 0; row < rows; row++) {
    const chances = Float64Array.from(
      first,
      (_, i) => (i === best(row) ? 0.6 : 0) + 0.01 + 0.38 * random.uniform(),
    );
    of.mix -= Math.log(chances.reduce((sum, chance, i) => sum + mix.weights[i]! * chance, 0));
    of.sequence -= Math.log(chances[best(row)]!);
    for (const [i, chance] of chances.entries()) of.each[i]! -= Math.log(chance);
    mix.learn(chances.map((chance) => -Math.log(chance)));
  }
  const stays = -(rows - 1) * Math.log(1 - share);
  expect(of.mix).toBeLessThanOrEqual(Math.min(...of.each) + Math.log(experts) + stays);
  expect(of.mix).toBeLessThanOrEqual(of.sequence + Math.log(experts) + 3 * Math.log(experts / share) + stays);
  // Without a share the one that is best in the whole is followed, far from the best sequence.
  expect(of.mix).toBeLessThan(Math.min(...of.each) - 300);
});

test('losses without measure leave numbers, and begin anew where nothing is left', () => {
  const weights = new FixedShare(Float64Array.of(0.5, 0.5), 0);
  weights.learn(Float64Array.of(1e300, 0));
  expect([...weights.weights]).toEqual([0, 1]);
  weights.learn(Float64Array.of(0, 1e300));
  expect([...weights.weights]).toEqual([0.5, 0.5]);
});
