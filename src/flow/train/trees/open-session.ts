import type { Matrix, MatrixChunks } from '../../../core/matrix.ts';
import type { JobContext } from '../../../core/progress.ts';
import { letOthersIn, type Sliced } from '../../../core/sliced.ts';
import type { BinPlan, TreeEngine, TreeSession } from '../../../core/trees.ts';

/**
 * Rows in bins, of which no more than a chunk is there at once.
 *
 * @param onChunk sees every chunk once, and where its first row stands
 */
export async function openSession(
  engine: TreeEngine,
  rows: MatrixChunks,
  plan: BinPlan,
  context: Pick<JobContext, 'signal'>,
  onChunk: (x: Matrix, from: number) => Sliced<void>,
): Promise<TreeSession> {
  const intake = engine.open(rows.rows, plan);
  for await (const x of rows.chunks()) await letOthersIn(intake.look(x), context);
  let from = 0;
  for await (const x of rows.chunks()) {
    await letOthersIn(intake.take(x), context);
    await letOthersIn(onChunk(x, from), context);
    from += x.rows;
  }
  return intake.session();
}
