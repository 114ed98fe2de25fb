import type { NumberTape } from '../number-tape.ts';
import { loadLeaf } from './any-leaf.ts';
import { Branch } from './branch.ts';
import type { TreeLeaf } from './tree-leaf.ts';
import type { TreeProblem } from './watched.ts';

export type TreeNode = Branch<TreeNode> | TreeLeaf;

/** Where a row ends. */
export function leafOf(node: TreeNode, x: Float32Array, at: number): TreeLeaf {
  while (node instanceof Branch) node = node.next(x, at);
  return node;
}

/** Makes room for new inputs, which leaves come to watch where they are `added`, and for new categories. */
export function growNode(node: TreeNode, problem: TreeProblem, added: readonly number[]): void {
  node.grow(problem, added);
  if (node instanceof Branch) for (const child of node.children) if (child) growNode(child, problem, added);
}

/** Each leaf below. */
export function eachLeaf(node: TreeNode, visit: (leaf: TreeLeaf) => void): void {
  if (!(node instanceof Branch)) visit(node);
  else for (const child of node.children) if (child) eachLeaf(child, visit);
}

export function saveNode(tape: NumberTape, node: TreeNode): void {
  tape.write(node instanceof Branch ? 1 : 0);
  if (node instanceof Branch) node.save(tape, (child) => saveNode(tape, child));
  else node.save(tape);
}

/** @param depth at which it must stand. */
export function loadNode(tape: NumberTape, problem: TreeProblem, depth = 0): TreeNode {
  return tape.readIndex(2) === 1
    ? Branch.load<TreeNode>(tape, problem, depth, () => loadNode(tape, problem, depth + 1))
    : loadLeaf(tape, problem, depth);
}
