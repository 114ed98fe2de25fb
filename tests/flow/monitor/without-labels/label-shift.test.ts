import { describe, expect, test } from 'vitest';
import { Random } from '../../../../src/core/random.ts';
import { labelShift } from '../../../../src/flow/monitor/without-labels/label-shift.ts';
import reference from '../../../reference/without-labels.json' with { type: 'json' };

const names = ['a', 'b', 'c', 'd'];

test.each(reference.bbse)(
  'by its definition, $classes classes',
  ({ classes, labels, named, newer, weights }) => {
    const found = labelShift({ labels, named, newer, classes: names.slice(0, classes) });
    const before = found.classes.map(({ before }) => before);
    // Cut at 0, and brought to shares that add up to 1.
    const cut = weights.map((weight, kind) => Math.max(0, weight) * before[kind]!);
    const sum = cut.reduce((all, share) => all + share, 0);
    for (const [kind, { after, weight }] of found.classes.entries()) {
      expect(after).toBeCloseTo(cut[kind]! / sum, 10);
      expect(weight).toBeCloseTo(cut[kind]! / sum / before[kind]!, 10);
    }
  },
);

describe('where only the shares of the classes have changed', () => {
  test('finds them through a model that is wrong in one row of three', () => {
    const [old, newer] = [draw([0.5, 0.3, 0.2], 5000, 1), draw([0.1, 0.3, 0.6], 5000, 2)];
    const found = labelShift({ ...old, newer: newer.named, classes: names.slice(0, 3) });
    for (const [kind, share] of [0.1, 0.3, 0.6].entries()) {
      const { after, low, high } = found.classes[kind]!;
      expect(Math.abs(after - share)).toBeLessThan(0.04);
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
      expect(high - low).toBeLessThan(0.12);
    }
    // What the model names is far from it.
    const namedLast = newer.named.filter((name) => name === 2).length / 5000;
    expect(namedLast).toBeLessThan(0.52);
  });

  test('most intervals hold the share', () => {
    let held = 0;
    for (let seed = 0; seed < 60; seed++) {
      const [old, newer] = [draw([0.5, 0.5], 400, 2 * seed), draw([0.7, 0.3], 400, 2 * seed + 1)];
      const { low, high } = labelShift({ ...old, newer: newer.named, classes: ['a', 'b'], seed }).classes[0]!;
      if (low <= 0.7 && high >= 0.7) held++;
    }
    expect(held).toBeGreaterThanOrEqual(52);
  });
});

test('a share is never below 0', () => {
  const [old, newer] = [draw([0.5, 0.5], 100, 3), draw([0, 1], 100, 4)];
  const { classes } = labelShift({ ...old, newer: newer.named.map(() => 1), classes: ['a', 'b'] });
  expect(classes.map(({ after }) => after)).toEqual([0, 1]);
});

test.each([
  [
    'a class without a labelled row',
    { labels: [0, 0], named: [0, 1], newer: [0] },
    'class "b" has no labelled row',
  ],
  ['no newer rows', { labels: [0, 1], named: [0, 1], newer: [] }, '2 labelled and 0 newer rows'],
  ['no labelled rows', { labels: [], named: [], newer: [0] }, '0 labelled and 1 newer rows'],
  [
    'a model that says the same of all',
    { labels: [0, 1, 0, 1], named: [0, 0, 0, 0], newer: [0] },
    'tells too little',
  ],
  ['a model that guesses', { labels: [0, 1, 0, 1], named: [0, 0, 1, 1], newer: [0] }, 'tells too little'],
])('refuses %s', (_, rows, says) => {
  expect(() => labelShift({ ...rows, classes: ['a', 'b'] })).toThrowError(
    expect.objectContaining({
      code: 'label-shift',
      message: expect.stringContaining(says) as string,
    }) as Error,
  );
});

/** Labels of these shares, and what a model names that is right in two rows of three and guesses in the others. */
function draw(shares: readonly number[], rows: number, seed: number): { labels: number[]; named: number[] } {
  const random = new Random(seed);
  const labels = Array.from({ length: rows }, () => {
    let left = random.uniform();
    const kind = shares.findIndex((share) => (left -= share) < 0);
    return kind === -1 ? shares.length - 1 : kind;
  });
  return {
    labels,
    named: labels.map((label) => (random.uniform() < 0.6 ? label : random.below(shares.length))),
  };
}
