import type { NumberTape } from '../number-tape.ts';
import type { Split, TreeLeaf } from './tree-leaf.ts';
import type { TreeProblem } from './watched.ts';

const kinds = ['threshold', 'equal', 'each'] as const;

/** No tree is deeper: one that is read does not exhaust the stack. */
export const deepest = 200;

/** A test within a tree, with a child for each of its outcomes; null where a category was not seen yet. */
export class Branch<Child> {
  readonly split: Split;
  readonly depth: number;
  readonly children: (Child | null)[];
  /** The weight of the rows that went each way. */
  readonly weights: number[];

  constructor(split: Split, depth: number, children: (Child | null)[], weights: number[]) {
    this.split = split;
    this.depth = depth;
    this.children = children;
    this.weights = weights;
  }

  /** @param leaves of `split`, each with the child that is made of it. */
  static parting<Child>(
    split: Split,
    depth: number,
    leaves: readonly (TreeLeaf | null)[],
    child: (leaf: TreeLeaf) => Child,
  ): Branch<Child> {
    const children = leaves.map((leaf) => leaf && child(leaf));
    return new Branch(
      split,
      depth,
      children,
      leaves.map((leaf) => leaf?.total ?? 0),
    );
  }

  /** Which way a row goes: where it lacks the feature the way that most have gone. */
  way(x: Float32Array, at: number): number {
    const { kind, feature, value } = this.split;
    const cell = x[at + feature]!;
    if (Number.isNaN(cell)) return this.usual();
    if (kind === 'threshold') return cell <= value ? 0 : 1;
    if (kind === 'equal') return cell === value ? 0 : 1;
    return cell;
  }

  /** The way that most have gone. */
  usual(): number {
    let found = -1;
    for (let way = 0; way < this.children.length; way++)
      if (this.children[way] && !(found >= 0 && this.weights[way]! <= this.weights[found]!)) found = way;
    return found;
  }

  /** The child that answers for a row: the usual one where its category was not seen yet. */
  next(x: Float32Array, at: number): Child {
    return this.children[this.way(x, at)] ?? this.children[this.usual()]!;
  }

  /** Makes room for new categories. */
  grow({ categories }: TreeProblem): void {
    if (this.split.kind !== 'each') return;
    while (this.children.length < categories[this.split.feature]!) {
      this.children.push(null);
      this.weights.push(0);
    }
  }

  save(tape: NumberTape, saveChild: (child: Child) => void): void {
    const { feature, kind, value } = this.split;
    tape.writeAll([feature, kinds.indexOf(kind), value, this.depth]);
    tape.writeAll(this.weights);
    for (const child of this.children) {
      tape.write(child ? 1 : 0);
      if (child) saveChild(child);
    }
  }

  /** @param depth at which it must stand. */
  static load<Child>(
    tape: NumberTape,
    { categories }: TreeProblem,
    depth: number,
    loadChild: () => Child,
  ): Branch<Child> {
    const [feature = 0, place = 0, value = 0, found] = tape.readAll(4);
    const kind = kinds[place];
    const count = categories[feature];
    if (count === undefined || kind === undefined || (kind === 'threshold') !== (count === 0))
      return tape.refuse(`it tests input ${feature} of ${categories.length} in the way ${place}`);
    if (found !== depth || depth >= deepest) tape.refuse(`a test says depth ${found} at depth ${depth}`);
    const weights = [...tape.readAll(kind === 'each' ? count : 2)];
    const children = weights.map(() => (tape.readIndex(2) === 1 ? loadChild() : null));
    if (!children.some((child) => child) || (kind !== 'each' && children.includes(null)))
      tape.refuse('a test lacks children');
    return new Branch({ feature, kind, value }, depth, children, weights);
  }
}
