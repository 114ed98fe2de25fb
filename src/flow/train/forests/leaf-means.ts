import type { Problem } from '../../../core/learner.ts';
import type { Batch } from '../../../core/matrix.ts';
import type { Tree, TreeSession } from '../../../core/trees.ts';
import { targetOf } from './target-of.ts';

/**
 * The session's newest tree once for each output: in its leaves the mean of what the output is to be, beside the base. They share their nodes.
 *
 * @param counts how often each row counts; null: once
 */
export function leafMeans(
  tree: Tree,
  session: Pick<TreeSession, 'leafRows'>,
  { y, weights }: Pick<Batch, 'y' | 'weights'>,
  counts: Uint32Array | null,
  problem: Problem,
  base: Float64Array,
): readonly Tree[] {
  const round = Array.from(base, () => ({ ...tree, values: new Float64Array(tree.values.length) }));
  for (let leaf = 0; leaf < tree.values.length; leaf++) {
    let total = 0;
    for (const row of session.leafRows(leaf)) {
      const weight = (weights ? weights[row]! : 1) * (counts ? counts[row]! : 1);
      total += weight;
      for (let output = 0; output < base.length; output++)
        round[output]!.values[leaf]! += weight * targetOf(problem, y[row]!, output);
    }
    for (const [output, { values }] of round.entries()) values[leaf] = values[leaf]! / total - base[output]!;
  }
  return round;
}
