import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DriftingWeights } from '../../src/math/drifting-weights.ts';

interface Reference {
  readonly prior: number;
  readonly drift: number;
  readonly inputs: number[][];
  readonly curvatures: number[];
  readonly steps: number[];
  readonly covariances: number[][];
}
const { drifting } = JSON.parse(
  readFileSync(new URL('../reference/combination.json', import.meta.url), 'utf8'),
) as { drifting: Reference };

test('covariance and step are those of the information form, row for row', () => {
  const { prior, drift, inputs, curvatures, steps, covariances } = drifting;
  const ours = new DriftingWeights(3, { prior, drift, independent: false });
  for (const [row, expected] of covariances.entries()) {
    expect(ours.observe(Float64Array.from(inputs[row]!), curvatures[row]!)).toBeCloseTo(steps[row]!, 10);
    for (const [i, value] of expected.entries()) expect(ours.covariance[i]).toBeCloseTo(value, 10);
  }
});

test('independent weights are those of a model of one weight each, where rows show one at a time', () => {
  const options = { prior: 2, drift: 0.001 };
  const all = new DriftingWeights(2, { ...options, independent: true });
  const one = new DriftingWeights(1, { ...options, independent: false });
  for (let row = 0; row < 50; row++) {
    const value = Math.cos(row);
    expect(all.observe(Float64Array.of(value, 0), 0.2)).toBeCloseTo(
      one.observe(Float64Array.of(value), 0.2),
      12,
    );
    expect(all.covariance[0]).toBeCloseTo(one.covariance[0]!, 12);
  }
  expect(all.covariance[1]).toBe(2);
});

test('stays a covariance over 100,000 rows that show a few directions only', () => {
  const sure = new DriftingWeights(4, { prior: 1, drift: 0.01, independent: false });
  for (let row = 0; row < 100_000; row++)
    sure.observe(Float64Array.of(1, Math.sin(row), 3 * Math.sin(row), row % 1000 ? 0 : 1), 0.2);
  for (let i = 0; i < 4; i++) {
    const own = sure.covariance[5 * i]!;
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThanOrEqual(1 + 1e-12);
    for (let j = 0; j < 4; j++)
      expect(sure.covariance[4 * i + j]! ** 2).toBeLessThanOrEqual(
        own * sure.covariance[5 * j]! * (1 + 1e-9),
      );
  }
});

test('a covariance that is none is begun anew', () => {
  const sure = new DriftingWeights(1, { prior: 1, drift: 0, independent: false });
  sure.covariance[0] = -100;
  expect(sure.observe(Float64Array.of(1), 0.25)).toBe(0);
  expect([...sure.covariance, ...sure.pull]).toEqual([1, 0]);
});
