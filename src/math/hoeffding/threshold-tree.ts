import type { NumberTape } from '../number-tape.ts';
import { meritOf } from './value-merit.ts';
import { ValueMoments } from './value-moments.ts';

/** Values of a feature that are kept apart; from there on a value counts as the nearest one on its way down. */
const mostValues = 128;

interface ThresholdNode {
  readonly value: number;
  /** Of the target, where the feature is at most this value, for what came down to this node. */
  readonly moments: ValueMoments;
  left: ThresholdNode | null;
  right: ThresholdNode | null;
}

/** The best threshold of a feature, and what is on its two sides. */
export interface Threshold {
  readonly merit: number;
  readonly value: number;
  readonly sides: readonly [ValueMoments, ValueMoments];
}

/**
 * How the target is spread on both sides of every value of a feature: the extended binary search tree E-BST of FIMT-DD (Ikonomovska, Gama &
 * Dzeroski, "Learning model trees from evolving data streams", 2011), as River has it: a node holds the target of what is at most its
 * value, and the rest is found by subtraction.
 *
 * It keeps 128 values at most, so that a leaf that never splits does not grow: those that came first, which are as likely as any
 * others to be far apart.
 */
export class ThresholdTree {
  #root: ThresholdNode | null = null;
  #count = 0;

  /** How many values it keeps apart. */
  get count(): number {
    return this.#count;
  }

  add(value: number, target: number, weight: number): void {
    let node = this.#root;
    if (!node) {
      this.#root = this.#node(value, target, weight);
      return;
    }
    for (;;) {
      if (value <= node.value) node.moments.add(target, weight);
      if (value === node.value) return;
      const isLeft: boolean = value < node.value;
      const next: ThresholdNode | null = isLeft ? node.left : node.right;
      if (!next) {
        if (this.#count < mostValues) node[isLeft ? 'left' : 'right'] = this.#node(value, target, weight);
        else if (!isLeft) node.moments.add(target, weight);
        return;
      }
      node = next;
    }
  }

  #node(value: number, target: number, weight: number): ThresholdNode {
    this.#count++;
    const moments = new ValueMoments();
    moments.add(target, weight);
    return { value, moments, left: null, right: null };
  }

  /** The first of the best thresholds; null before the first value. */
  best(whole: ValueMoments): Threshold | null {
    let best: Threshold | null = null;
    const visit = (node: ThresholdNode, below: ValueMoments): void => {
      if (node.left) visit(node.left, below);
      const left = node.moments.plus(below);
      const right = whole.minus(left);
      const merit = meritOf(whole, [left, right]);
      if (!best || merit > best.merit) best = { merit, value: node.value, sides: [left, right] };
      if (node.right) visit(node.right, left);
    };
    if (this.#root) visit(this.#root, new ValueMoments());
    return best;
  }

  /** Gives up values whose merit is below the least, where all that hang on them are too. */
  prune(whole: ValueMoments, least: number): void {
    const isBad = (node: ThresholdNode | null, below: ValueMoments): boolean => {
      if (!node) return true;
      if (!isBad(node.left, below)) return false;
      node.left = null;
      const left = node.moments.plus(below);
      if (!isBad(node.right, left)) return false;
      node.right = null;
      return meritOf(whole, [left, whole.minus(left)]) < least;
    };
    if (isBad(this.#root, new ValueMoments())) this.#root = null;
    this.#count = countOf(this.#root);
  }

  save(tape: NumberTape): void {
    const visit = (node: ThresholdNode): void => {
      tape.write(node.value);
      node.moments.save(tape);
      tape.write((node.left ? 1 : 0) + (node.right ? 2 : 0));
      if (node.left) visit(node.left);
      if (node.right) visit(node.right);
    };
    tape.write(this.#root ? 1 : 0);
    if (this.#root) visit(this.#root);
  }

  static load(tape: NumberTape): ThresholdTree {
    const tree = new ThresholdTree();
    const read = (least: number, most: number): ThresholdNode => {
      if (++tree.#count > mostValues) tape.refuse(`a leaf has over ${mostValues} values of an input`);
      const value = tape.read();
      if (!(least < value && value < most))
        tape.refuse(`the values of an input are out of order at ${value}`);
      const moments = ValueMoments.load(tape);
      const children = tape.readIndex(4);
      const left = children & 1 ? read(least, value) : null;
      return { value, moments, left, right: children & 2 ? read(value, most) : null };
    };
    if (tape.readIndex(2) === 1) tree.#root = read(-Infinity, Infinity);
    return tree;
  }
}

function countOf(node: ThresholdNode | null): number {
  return node ? 1 + countOf(node.left) + countOf(node.right) : 0;
}
