import type { Ensemble } from '../../core/grown-trees.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Tree } from '../../core/trees.ts';
import { ABREAST, addPacked } from './add-packed.ts';
import { addTree } from './add-tree.ts';
import { packTree, type PackedTree } from './pack-tree.ts';
import { writeKeys } from './row-keys.ts';

/** Rows that go through all trees at once, so that they stay in the processor's nearest cache. */
const BLOCK = 128;

/** Trees as they were packed for rows of so many features; null: as they are. */
const packed = new WeakMap<Tree, { readonly width: number; readonly tree: PackedTree | null }>();

/** The scores of rows: the base, then what each tree adds, in their order. */
export function scoresOf(
  { base, trees }: Ensemble,
  { rows, features, data }: Matrix,
): Float64Array<ArrayBuffer> {
  const outputs = base.length;
  const width = features.length;
  const scores = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) scores.set(base, row * outputs);
  const whole = rows - (rows % ABREAST);
  const keys = new Int32Array(Math.min(BLOCK, whole) * 2 * width);
  const ready = whole > 0 && width > 0 ? trees.map((tree) => packedOf(tree, width)) : [];
  for (let from = 0; from < whole; from += BLOCK) {
    const to = Math.min(whole, from + BLOCK);
    writeKeys(data, width, from, to, keys);
    for (let index = 0; index < trees.length; index++) {
      const output = index % outputs;
      const tree = ready[index];
      if (tree) addPacked(tree, keys, 2 * width, to - from, scores, outputs, output, from);
      else addTree(trees[index]!, data, width, from, to, scores, outputs, output);
    }
  }
  for (const [index, tree] of trees.entries())
    addTree(tree, data, width, whole, rows, scores, outputs, index % outputs);
  return scores;
}

function packedOf(tree: Tree, width: number): PackedTree | null {
  const known = packed.get(tree);
  if (known?.width === width) return known.tree;
  const fresh = packTree(tree, width);
  packed.set(tree, { width, tree: fresh });
  return fresh;
}
