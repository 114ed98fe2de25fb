import type { Problem } from '../../../core/learner.ts';
import type { BinPlan } from '../../../core/trees.ts';

/** How a problem's features become bins. */
export function binPlanOf(
  { features, categories = {} }: Problem,
  { bins, binRows }: { readonly bins: number; readonly binRows: number },
  seed: number,
): BinPlan {
  return {
    categories: Uint32Array.from(features, (name) =>
      Object.hasOwn(categories, name) ? categories[name]! : 0,
    ),
    bins,
    sampleRows: binRows,
    seed,
  };
}
