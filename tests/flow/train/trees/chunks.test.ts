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
    for (const train of [rows, weighed]) {
      const whole = learner(task);
      await whole.fit(train, noRows(task), runOf());
      for (const size of [1, 7, 300]) {
        const chunked = learner(task);
        await chunked.fitChunks(inChunks(train, size), noRows(task), runOf());
        expect(encodeSnapshot(chunked.save()), `chunks of ${size}`).toEqual(encodeSnapshot(whole.save()));
      }
    }
  },
);

test('a cell that cannot be learnt is named by its row among all', async () => {
  const rows = rowsOf('binary', 50, 1);
  rows.x.data[4 * 41] = Infinity;
  const learnt = learner('binary').fitChunks(inChunks(rows, 20), noRows('binary'), runOf());
  await expect(learnt).rejects.toThrow('of row 42 is Infinity');
});
