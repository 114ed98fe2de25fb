import { expect, test } from 'vitest';
import { rowSurprise } from '../../../src/flow/evaluate/row-surprise.ts';

const labels = (...y: readonly number[]) => Float32Array.from(y);

test('of a classification it is the log loss of the label', () => {
  const values = Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.75, 0.125, 0, 0, 1);
  const surprise = rowSurprise('multiclass', { rows: 3, outputs: 3, values }, labels(0, 1, 2));
  expect(surprise[0]).toBeCloseTo(Math.log(2), 12);
  expect(surprise[1]).toBeCloseTo(-Math.log(0.75), 12);
  expect(surprise[2]).toBeCloseTo(0, 12);
});

test('nothing surprises more than a chance of 1 in 50', () => {
  const values = Float32Array.of(1, 0, 0.99, 0.01, 0.97, 0.03);
  const surprise = rowSurprise('binary', { rows: 3, outputs: 2, values }, labels(1, 1, 1));
  expect(surprise[0]).toBeCloseTo(Math.log(50), 12);
  expect(surprise[1]).toBe(surprise[0]);
  expect(surprise[2]).toBeLessThan(surprise[0]!);
});

test('of a regression it is the absolute error', () => {
  const prediction = { rows: 3, outputs: 1, values: Float32Array.of(1, 2, 3) };
  expect([...rowSurprise('regression', prediction, labels(1, 4, -3))]).toEqual([0, 2, 6]);
});

test('of no rows it is nothing', () => {
  expect(rowSurprise('binary', { rows: 0, outputs: 2, values: new Float32Array() }, labels())).toHaveLength(
    0,
  );
});
