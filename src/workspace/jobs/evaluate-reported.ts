import type { Baseline, Evaluation } from '../../core/evaluation.ts';
import type { ChunkedTable } from '../../core/table.ts';
import { evaluate } from '../../flow/evaluate/evaluate.ts';
import type { RowOrder } from '../compute.ts';
import type { RunContext } from './job.ts';
import type { Model } from './model.ts';
import { predictionsOf } from './model-rows.ts';

/** How a model does on its report rows; null where there are none. */
export async function evaluateReported(
  model: Model,
  rows: ChunkedTable,
  { baseline, seed, order }: { readonly baseline: Baseline; readonly seed: number; readonly order: RowOrder },
  context: RunContext,
): Promise<Evaluation | null> {
  const { task, classes } = model.target;
  const reported = await predictionsOf(model, rows, context, order);
  if (reported.y.length === 0) return null;
  return evaluate({ task, classes, ...reported, baseline, seed, inOrder: order !== 'random', context });
}
