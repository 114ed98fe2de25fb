import { expect, test } from 'vitest';
import type { Batch } from '../../../src/core/matrix.ts';
import { Random } from '../../../src/core/random.ts';
import { herding } from '../../../src/flow/learn/herding.ts';

const features = ['a', 'b'];

/** Rows about a centre of their own for each class. */
function rowsOf(rows: number, seed: number, classes: number): Batch {
  const random = new Random(seed);
  const y = Float32Array.from({ length: rows }, (_, row) => row % classes);
  const data = Float32Array.from({ length: 2 * rows }, (_, at) => 5 * y[at >> 1]! + random.normal());
  return { x: { rows, features, data }, y, weights: null };
}

test('the rows kept of a class have its mean far more nearly than rows drawn at random', () => {
  const batch = rowsOf(600, 1, 2);
  const memory = herding.create({ task: 'binary', features, classes: 2, capacity: 20 });
  memory.add(batch, new Random(2));
  const { x, y } = memory.save().tensors;
  for (const group of [0, 1]) {
    const rows = [...y!.data.keys()].filter((row) => y!.data[row] === group);
    expect(rows).toHaveLength(10);
    const all = [...batch.y.keys()].filter((row) => batch.y[row] === group);
    const apart = [0, 1].map(
      (k) =>
        rows.reduce((sum, row) => sum + x!.data[2 * row + k]!, 0) / rows.length -
        all.reduce((sum, row) => sum + batch.x.data[2 * row + k]!, 0) / all.length,
    );
    // The mean of ten rows drawn at random is .3 away along each feature.
    expect(Math.hypot(...apart)).toBeLessThan(0.05);
  }
});

test('chooses as the definition reads: each time the row that brings the mean nearest', () => {
  const batch = rowsOf(30, 3, 1);
  const memory = herding.create({ task: 'regression', features, classes: 0, capacity: 15 });
  memory.add(batch, new Random(4));
  const points = Array.from({ length: 30 }, (_, row) => [...batch.x.data.subarray(2 * row, 2 * row + 2)]);
  const meanOf = (some: readonly number[][]) =>
    [0, 1].map((k) => some.reduce((sum, point) => sum + point[k]!, 0) / some.length);
  const aim = meanOf(points);
  const chosen: number[][] = [];
  while (chosen.length < 15) {
    const left = points.filter((point) => !chosen.includes(point));
    const distances = left.map((point) => {
      const [a, b] = meanOf([...chosen, point]);
      return Math.hypot(a! - aim[0]!, b! - aim[1]!);
    });
    chosen.push(left[distances.indexOf(Math.min(...distances))]!);
  }
  expect([...memory.save().tensors['x']!.data]).toEqual(chosen.flat());
});

test('a class that gives room up keeps its first rows', () => {
  const memory = herding.create({ task: 'multiclass', features, classes: 3, capacity: 12 });
  memory.add(rowsOf(100, 5, 1), new Random(6));
  const first = [...memory.save().tensors['x']!.data];
  expect(first).toHaveLength(24);
  const later = rowsOf(60, 7, 1);
  memory.add({ ...later, y: later.y.map(() => 2) }, new Random(8));
  const { x, y } = memory.save().tensors;
  expect([...y!.data]).toEqual([
    ...Array.from({ length: 6 }, () => 0),
    ...Array.from({ length: 6 }, () => 2),
  ]);
  expect([...x!.data].slice(0, 12)).toEqual(first.slice(0, 12));
});
