import { expect, test } from 'vitest';
import { takeBatchRows, type Batch, type ChunkedBatch } from '../../../../src/core/matrix.ts';
import { encodeSnapshot } from '../../../../src/core/snapshot.ts';
import type { Task } from '../../../../src/core/schema.ts';
import { boostedTrees } from '../../../../src/flow/train/trees/boosted-trees.ts';
import type { TreeLearner } from '../../../../src/flow/train/trees/tree-learner.ts';
import { runOf } from '../../../checks/learner.ts';
import { denseParts } from '../dense-parts.ts';
import { noRows, problemOf, rowsOf } from './tree-rows.ts';

function inChunks(batch: Batch, size: number): ChunkedBatch {
  const { y, weights } = batch;
  const { rows, features } = batch.x;
  return {
    ...{ y, weights },
    x: {
      ...{ rows, features },
      async *chunks() {
        for (let from = 0; from < rows; from += size) {
          const some = Uint32Array.from({ length: Math.min(size, rows - from) }, (_, i) => from + i);
          yield takeBatchRows(batch, some).x;
        }
      },
    },
  };
}

// Bins come from fewer rows than there are, and there are more categories than bins.
const learner = (task: Task) =>
  boostedTrees.create(
    problemOf(task),
    { ...boostedTrees.defaults, trees: 8, leaves: 6, binRows: 100, bins: 3 },
    denseParts,
  ) as TreeLearner;

test.each(['binary', 'multiclass', 'regression'] as const)(
  'rows in chunks teach to the bytes of rows that come at once: %s',
  async (task) => {
    const rows = rowsOf(task, 300, 1);
    const weighed = { ...rows, weights: Float32Array.from(rows.y, (_, row) => 1 + (row % 3)) };
    const judging = rowsOf(task, 120, 2);
    for (const [train, validation] of [
      [rows, noRows(task)],
      [weighed, judging],
      [rows, { ...judging, weights: Float32Array.from(judging.y, (_, row) => 1 + (row % 2)) }],
    ] as const) {
      const whole = learner(task);
      const report = await whole.fit(train, validation, runOf());
      for (const size of [1, 7, 300]) {
        const chunked = learner(task);
        const other = await chunked.fitChunks(inChunks(train, size), inChunks(validation, size), runOf());
        expect(encodeSnapshot(chunked.save()), `chunks of ${size}`).toEqual(encodeSnapshot(whole.save()));
        expect(other).toEqual(report);
      }
    }
  },
);

test('a cell that cannot be learnt is named by its row among all', async () => {
  const rows = rowsOf('binary', 50, 1);
  rows.x.data[4 * 41] = Infinity;
  const learnt = learner('binary').fitChunks(inChunks(rows, 20), inChunks(noRows('binary'), 20), runOf());
  await expect(learnt).rejects.toThrow('of row 42 is Infinity');
});

test('no tree and no range learns from validation rows: they are judged as anyone else would judge them', async () => {
  const [train, validation] = [rowsOf('regression', 200, 1), rowsOf('regression', 90, 2)];
  // Values far from those that were learnt, and a city that was not.
  for (let row = 0; row < 90; row += 3) validation.x.data.set([1e6 * (row - 40), row, -1e9, 7], 4 * row);
  const learnt = learner('regression');
  const { curve, kept } = await learnt.fit(train, validation, runOf());
  const { values } = learnt.predict(validation.x);
  const loss = values.reduce((sum, value, row) => sum + (value - validation.y[row]!) ** 2 / 2 / 90, 0);
  expect(kept!.validationLoss).toBeCloseTo(loss, 4);

  const without = learner('regression');
  await without.fit(train, noRows('regression'), runOf());
  const { trees } = without.grown().ensemble;
  expect(curve).toHaveLength(trees.length);
  expect(learnt.grown().ensemble.trees).toEqual(trees.slice(0, kept!.step));
});
