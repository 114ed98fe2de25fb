import type { NumberTape } from '../number-tape.ts';
import { ClassLeaf } from './class-leaf.ts';
import type { Split } from './class-split.ts';
import type { Watched } from './watched.ts';

export type TreeNode = Branch | ClassLeaf;

const kinds = ['threshold', 'equal', 'each'] as const;

/** A test within a tree, with a child for each of its outcomes; null where a category was not seen yet. */
export class Branch {
  readonly split: Split;
  readonly depth: number;
  readonly children: (TreeNode | null)[];

  constructor(split: Split, depth: number, children: (TreeNode | null)[]) {
    this.split = split;
    this.depth = depth;
    this.children = children;
  }

  /** Which child a row goes to. */
  way(x: Float32Array, at: number): number {
    const { kind, feature, value } = this.split;
    const cell = x[at + feature]!;
    if (kind === 'threshold') return cell <= value ? 0 : 1;
    if (kind === 'equal') return cell === value ? 0 : 1;
    return cell;
  }

  /** The child that saw the most, for a row whose category was not seen yet. */
  heaviest(): TreeNode {
    let found: TreeNode | null = null;
    let most = -1;
    for (const child of this.children) {
      const weight = child ? weightOf(child) : -1;
      if (child && weight > most) {
        found = child;
        most = weight;
      }
    }
    return found!;
  }

  save(tape: NumberTape): void {
    const { feature, kind, value } = this.split;
    tape.writeAll([feature, kinds.indexOf(kind), value, this.depth, this.children.length]);
    for (const child of this.children) saveNode(tape, child);
  }

  static load(tape: NumberTape, watched: (features: readonly number[]) => Watched): Branch {
    const [feature, kind, value, depth, count] = tape.readAll();
    const children = Array.from({ length: count! }, () => loadNode(tape, watched));
    return new Branch({ feature: feature!, kind: kinds[kind!]!, value: value! }, depth!, children);
  }
}

function weightOf(node: TreeNode): number {
  if (node instanceof ClassLeaf) return node.total;
  let sum = 0;
  for (const child of node.children) if (child) sum += weightOf(child);
  return sum;
}

/** Where a row ends. */
export function leafOf(node: TreeNode, x: Float32Array, at: number): ClassLeaf {
  while (!(node instanceof ClassLeaf)) node = node.children[node.way(x, at)] ?? node.heaviest();
  return node;
}

export function saveNode(tape: NumberTape, node: TreeNode | null): void {
  tape.write(node === null ? 0 : node instanceof ClassLeaf ? 1 : 2);
  node?.save(tape);
}

export function loadNode(
  tape: NumberTape,
  watched: (features: readonly number[]) => Watched,
): TreeNode | null {
  switch (tape.read()) {
    case 1:
      return ClassLeaf.load(tape, watched);
    case 2:
      return Branch.load(tape, watched);
    default:
      return null;
  }
}
