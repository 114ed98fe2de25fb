import type { Contributions } from '../../core/contributions.ts';
import { PerennialError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { TreeSum } from '../../core/tree-sum.ts';
import type { Tree } from '../../core/trees.ts';
import { goesLeft } from './goes-left.ts';

/**
 * What each feature adds to each row's scores, exactly: Shapley values of the game in which features that are not known have the values of a background row,
 * in the mean over all background rows (Lundberg et al., "From local explanations to global understanding with explainable AI for trees", 2020).
 *
 * The base is the mean score of the background; base and contributions of a row add up to its score. Against path-dependent values, which need no background, these
 * say what the model does where features are set, not what its training rows had in common with them. Time grows with rows times background rows: some hundred
 * of these are enough.
 *
 * @param background of the same features
 * @throws PerennialError `background` where it has no rows: there is nothing to compare with
 * @example
 * const tree: Tree = {
 *   features: Uint32Array.of(1), thresholds: Float32Array.of(2.5), sets: [new Uint32Array()], missing: Uint8Array.of(1),
 *   left: Int32Array.of(~0), right: Int32Array.of(~1), gains: Float64Array.of(1),
 *   values: Float64Array.of(-1, 1), counts: Float64Array.of(3, 1),
 * };
 * const sum: TreeSum = { base: Float64Array.of(10), trees: [tree], scale: 1, link: 'identity' };
 * const background = { rows: 2, features: ['a', 'b'], data: Float32Array.of(0, 0, 0, 9) };
 * const { base, values } = interventionalShap(sum, { rows: 1, features: ['a', 'b'], data: Float32Array.of(7, 2) }, background);
 * [...base, ...values] // [10, 0, -1]
 */
export function interventionalShap(
  { base, trees, scale }: TreeSum,
  { rows, features, data }: Matrix,
  background: Matrix,
): Contributions {
  if (background.rows === 0)
    throw new PerennialError('background', 'the background has no rows; give at least one to compare with', {
      stage: 'evaluate',
    });
  const outputs = base.length;
  const width = features.length;
  const values = new Float64Array(rows * outputs * width);
  const mean = base.slice();
  const comparison = new Comparison(width);
  for (const [index, tree] of trees.entries()) {
    const output = index % outputs;
    mean[output]! += comparison.take(tree, background, scale / background.rows);
    for (let row = 0; row < rows; row++)
      comparison.add(data, row * width, values, (row * outputs + output) * width);
  }
  return { rows, outputs, features: width, base: mean, values };
}

/** Which of two rows may go on where they part: both, as at first, or, where they have parted by this feature before, that which came this way. */
const BOTH = 0;
const ROW = 1;
const OTHER = 2;

/** A row against the rows of a background, in one tree after another. */
class Comparison {
  #tree!: Tree;
  /** The background's rows, in an order in which those that go one way stand together. */
  #others = new Uint32Array(0);
  #scale = 1;
  /** 1: the row goes left at the node. */
  #isLeft = new Uint8Array(0); // (nodes)
  #othersLeft = new Uint8Array(0); // (background rows, nodes)
  /** By which features the two have parted on the way. */
  readonly #parted: Uint8Array; // (features)
  /** u! v! / (u + v + 1)! */
  readonly #weights: Float64Array[] = [];
  #into!: Float64Array;
  #start = 0;
  /** What the leaves below count for a feature by which the row came here, and for one by which the other did: what `#walk` tells. */
  #forRow = 0;
  #forOther = 0;

  constructor(features: number) {
    this.#parted = new Uint8Array(features);
  }

  /** Gets a tree ready, whose values count times the scale for each background row. @returns the sum of what they are worth there */
  take(tree: Tree, { rows, features, data }: Matrix, scale: number): number {
    const nodes = tree.features.length;
    this.#tree = tree;
    this.#others = Uint32Array.from({ length: rows }, (_, row) => row * nodes);
    this.#scale = scale;
    this.#isLeft = new Uint8Array(nodes);
    this.#othersLeft = new Uint8Array(nodes * rows);
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      decide(tree, data, row * features.length, this.#othersLeft, row * nodes);
      let node = nodes > 0 ? 0 : ~0;
      while (node >= 0) node = this.#othersLeft[row * nodes + node] ? tree.left[node]! : tree.right[node]!;
      sum += scale * tree.values[~node]!;
    }
    return sum;
  }

  add(data: Float32Array, at: number, into: Float64Array, start: number): void {
    const nodes = this.#isLeft.length;
    if (nodes === 0) return;
    decide(this.#tree, data, at, this.#isLeft, 0);
    this.#into = into;
    this.#start = start;
    this.#walk(0, 0, this.#others.length, 0, 0);
  }

  /**
   * The row against the others from `from` up to `to`, all of which came the same way. `byRow` features that only the row satisfies lie on it, and
   * `byOther` that only the others do.
   */
  #walk(node: number, from: number, to: number, byRow: number, byOther: number): void {
    if (node < 0) {
      const value = (to - from) * this.#scale * this.#tree.values[~node]!;
      this.#forRow = byRow > 0 ? value * this.#weight(byRow - 1, byOther) : 0;
      this.#forOther = byOther > 0 ? value * this.#weight(byRow, byOther - 1) : 0;
      return;
    }
    const { features, left, right } = this.#tree;
    const feature = features[node]!;
    const isLeft = this.#isLeft[node]!;
    const [rowsWay, othersWay] = isLeft ? [left[node]!, right[node]!] : [right[node]!, left[node]!];
    const parted = this.#parted[feature]!;
    if (parted === ROW) return this.#walk(rowsWay, from, to, byRow, byOther);
    const middle = this.#divide(node, isLeft, from, to);
    if (middle === to) return this.#walk(rowsWay, from, to, byRow, byOther);
    let [forRow, forOther] = [0, 0];
    if (middle > from) {
      this.#walk(rowsWay, from, middle, byRow, byOther);
      [forRow, forOther] = [this.#forRow, this.#forOther];
    }
    if (parted === OTHER) this.#walk(othersWay, middle, to, byRow, byOther);
    else {
      this.#parted[feature] = ROW;
      this.#walk(rowsWay, middle, to, byRow + 1, byOther);
      const gained = this.#forRow;
      forRow += this.#forRow;
      forOther += this.#forOther;
      this.#parted[feature] = OTHER;
      this.#walk(othersWay, middle, to, byRow, byOther + 1);
      this.#parted[feature] = BOTH;
      this.#into[this.#start + feature]! += gained - this.#forOther;
    }
    this.#forRow += forRow;
    this.#forOther += forOther;
  }

  /** Puts the others that go the row's way in front. @returns where the rest begins */
  #divide(node: number, isLeft: number, from: number, to: number): number {
    const [others, othersLeft] = [this.#others, this.#othersLeft];
    let middle = from;
    for (let at = from; at < to; at++) {
      const other = others[at]!;
      if (othersLeft[other + node] !== isLeft) continue;
      others[at] = others[middle]!;
      others[middle++] = other;
    }
    return middle;
  }

  #weight(u: number, v: number): number {
    const known = (this.#weights[u] ??= weightsFrom(u, this.#parted.length));
    return known[v]!;
  }
}

function weightsFrom(u: number, count: number): Float64Array {
  const weights = new Float64Array(count);
  weights[0] = 1 / (u + 1);
  for (let v = 1; v < count; v++) weights[v] = (weights[v - 1]! * v) / (u + v + 1);
  return weights;
}

function decide(tree: Tree, data: Float32Array, at: number, into: Uint8Array, start: number): void {
  const { features } = tree;
  for (let node = 0; node < features.length; node++)
    into[start + node] = goesLeft(tree, node, data[at + features[node]!]!) ? 1 : 0;
}
