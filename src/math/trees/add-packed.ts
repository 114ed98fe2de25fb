import type { PackedTree } from './pack-tree.ts';

/** Rows that go through a tree side by side: each waits for memory at every node, but not for the others. */
export const ABREAST = 8;

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
    let e = root;
    let f = root;
    let g = root;
    let h = root;
    const rowA = row * stride;
    const rowB = rowA + stride;
    const rowC = rowB + stride;
    const rowD = rowC + stride;
    const rowE = rowD + stride;
    const rowF = rowE + stride;
    const rowG = rowF + stride;
    const rowH = rowG + stride;
    do {
      const atA = a >>> bits;
      a = words[atA + 1 + Number(keys[rowA + (a & mask)]! > words[atA]!)]!;
      const atB = b >>> bits;
      b = words[atB + 1 + Number(keys[rowB + (b & mask)]! > words[atB]!)]!;
      const atC = c >>> bits;
      c = words[atC + 1 + Number(keys[rowC + (c & mask)]! > words[atC]!)]!;
      const atD = d >>> bits;
      d = words[atD + 1 + Number(keys[rowD + (d & mask)]! > words[atD]!)]!;
      const atE = e >>> bits;
      e = words[atE + 1 + Number(keys[rowE + (e & mask)]! > words[atE]!)]!;
      const atF = f >>> bits;
      f = words[atF + 1 + Number(keys[rowF + (f & mask)]! > words[atF]!)]!;
      const atG = g >>> bits;
      g = words[atG + 1 + Number(keys[rowG + (g & mask)]! > words[atG]!)]!;
      const atH = h >>> bits;
      h = words[atH + 1 + Number(keys[rowH + (h & mask)]! > words[atH]!)]!;
    } while (
      ((a - firstLeaf) |
        (b - firstLeaf) |
        (c - firstLeaf) |
        (d - firstLeaf) |
        (e - firstLeaf) |
        (f - firstLeaf) |
        (g - firstLeaf) |
        (h - firstLeaf)) <
      0
    );
    const at = (first + row) * outputs + output;
    scores[at]! += values[(a - firstLeaf) >>> bits]!;
    scores[at + outputs]! += values[(b - firstLeaf) >>> bits]!;
    scores[at + 2 * outputs]! += values[(c - firstLeaf) >>> bits]!;
    scores[at + 3 * outputs]! += values[(d - firstLeaf) >>> bits]!;
    scores[at + 4 * outputs]! += values[(e - firstLeaf) >>> bits]!;
    scores[at + 5 * outputs]! += values[(f - firstLeaf) >>> bits]!;
    scores[at + 6 * outputs]! += values[(g - firstLeaf) >>> bits]!;
    scores[at + 7 * outputs]! += values[(h - firstLeaf) >>> bits]!;
  }
}
