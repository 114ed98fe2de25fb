import { PerennialError } from '../../core/errors.ts';
import type { Problem } from '../../core/learner.ts';
import type { Batch } from '../../core/matrix.ts';
import { checkBatch } from './check-rows.ts';
import { withoutWeightless } from './weighted-rows.ts';

/**
 * The rows that teach something, checked as `checkBatch` does; throws `no-rows` where none does.
 *
 * @param mayMiss whether NaN is a missing cell
 */
export function takeRows(batch: Batch, problem: Problem, mayMiss = false): Batch {
  checkBatch(batch, problem, mayMiss);
  const rows = withoutWeightless(batch);
  if (rows.x.rows) return rows;
  throw new PerennialError(
    'no-rows',
    batch.x.rows
      ? `all ${batch.x.rows} rows have the weight 0; give at least one a weight`
      : 'there is no row to learn from; choose a larger share of rows for training',
    { stage: 'train' },
  );
}
