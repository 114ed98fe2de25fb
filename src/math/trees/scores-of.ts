import type { Ensemble } from '../../core/grown-trees.ts';
import type { Matrix } from '../../core/matrix.ts';
import { addTree } from './add-tree.ts';

/** Rows that go through all trees at once, so that they stay in the processor's cache. */
const BLOCK = 512;

/** The scores of rows: the base, then what each tree adds, in their order. */
export function scoresOf(
  { base, trees }: Ensemble,
  { rows, features, data }: Matrix,
): Float64Array<ArrayBuffer> {
  const outputs = base.length;
  const scores = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) scores.set(base, row * outputs);
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (const [index, tree] of trees.entries())
      addTree(tree, data, features.length, from, to, scores, outputs, index % outputs);
  }
  return scores;
}
