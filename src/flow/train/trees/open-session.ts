import type { Matrix, MatrixChunks } from '../../../core/matrix.ts';
import type { JobContext } from '../../../core/progress.ts';
import { letOthersIn, type Sliced } from '../../../core/sliced.ts';
import type { BinPlan, TreeEngine, TreeSession } from '../../../core/trees.ts';

/**
 * Rows in bins, of which no more than a chunk is there at once.
 *
 * @param apart rows that no tree learns from
 * @param onChunk sees every chunk once, and where its first row stands: those apart behind the others
 */
export async function openSession(
  engine: TreeEngine,
  rows: MatrixChunks,
  apart: MatrixChunks | null,
  plan: BinPlan,
  context: Pick<JobContext, 'signal'>,
  onChunk: (x: Matrix, from: number) => Sliced<void>,
): Promise<TreeSession> {
  const intake = engine.open(rows.rows, plan, apart?.rows);
  for await (const x of rows.chunks()) await letOthersIn(intake.look(x), context);
  let from = 0;
  for (const part of apart ? [rows, apart] : [rows])
    for await (const x of part.chunks()) {
      await letOthersIn(intake.take(x), context);
      await letOthersIn(onChunk(x, from), context);
      from += x.rows;
    }
  return intake.session();
}
