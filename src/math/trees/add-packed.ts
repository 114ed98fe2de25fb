import type { PackedTree } from './pack-tree.ts';

/** Rows that go through a tree side by side: each waits for memory at every node, but not for the others. */
export const ABREAST = 4;

/** Adds what the tree says of rows, a multiple of ABREAST, to their scores, from the row `first` on. */
export function addPacked(
  { words, bits, root, firstLeaf, values }: PackedTree,
  keys: Int32Array, // (rows, stride)
  stride: number,
  rows: number,
  scores: Float64Array, // (rows, outputs)
  outputs: number,
  output: number,
  first: number,
): void {
  const mask = (1 << bits) - 1;
  for (let row = 0; row < rows; row += ABREAST) {
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    const rowA = row * stride;
    const rowB = rowA + stride;
    const rowC = rowB + stride;
    const rowD = rowC + stride;
    // Two steps between two looks at whether all have arrived: a leaf leads to itself.
    do {
      const atA = a >>> bits;
      a = words[atA + 1 + Number(keys[rowA + (a & mask)]! > words[atA]!)]!;
      const atB = b >>> bits;
      b = words[atB + 1 + Number(keys[rowB + (b & mask)]! > words[atB]!)]!;
      const atC = c >>> bits;
      c = words[atC + 1 + Number(keys[rowC + (c & mask)]! > words[atC]!)]!;
      const atD = d >>> bits;
      d = words[atD + 1 + Number(keys[rowD + (d & mask)]! > words[atD]!)]!;
      const nextA = a >>> bits;
      a = words[nextA + 1 + Number(keys[rowA + (a & mask)]! > words[nextA]!)]!;
      const nextB = b >>> bits;
      b = words[nextB + 1 + Number(keys[rowB + (b & mask)]! > words[nextB]!)]!;
      const nextC = c >>> bits;
      c = words[nextC + 1 + Number(keys[rowC + (c & mask)]! > words[nextC]!)]!;
      const nextD = d >>> bits;
      d = words[nextD + 1 + Number(keys[rowD + (d & mask)]! > words[nextD]!)]!;
    } while (((a - firstLeaf) | (b - firstLeaf) | (c - firstLeaf) | (d - firstLeaf)) < 0);
    const at = (first + row) * outputs + output;
    scores[at]! += values[(a - firstLeaf) >>> bits]!;
    scores[at + outputs]! += values[(b - firstLeaf) >>> bits]!;
    scores[at + 2 * outputs]! += values[(c - firstLeaf) >>> bits]!;
    scores[at + 3 * outputs]! += values[(d - firstLeaf) >>> bits]!;
  }
}
