import type { NumberTape } from '../number-tape.ts';
import { emptyLeaf } from './any-leaf.ts';
import { Branch } from './branch.ts';
import { eachLeaf, growNode, leafOf, loadNode, saveNode, type TreeNode } from './tree-node.ts';
import type { TreeModel, TreeOptions } from './tree-model.ts';
import { watchAll, type TreeProblem, type Watched } from './watched.ts';

/**
 * A decision tree that learns row by row and keeps no row (Domingos & Hulten, "Mining high-speed data streams", 2000): a leaf becomes a
 * test as soon as Hoeffding's bound says that the best feature for it is known. For values its leaves are those of FIMT-DD
 * (Ikonomovska, Gama & Dzeroski 2011).
 *
 * @example
 * const options = { gracePeriod: 50, splitRisk: 1e-7, tieThreshold: 0.05, most: 1e6 };
 * const tree = new HoeffdingTree({ categories: [0], classes: 2 }, options);
 * for (let i = 0; i < 500; i++) tree.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const probabilities = new Float64Array(2);
 * tree.predict(Float32Array.of(90), 0, probabilities);
 * probabilities[1]! > 0.9 // true
 */
export class HoeffdingTree implements TreeModel {
  root: TreeNode;
  #problem: TreeProblem;
  readonly #options: TreeOptions;
  readonly #watched: (() => Watched) | null;
  #size = 0;

  /** @param watched what a new leaf watches: all features, unless it is given. */
  constructor(problem: TreeProblem, options: TreeOptions, watched: (() => Watched) | null = null) {
    this.#problem = problem;
    this.#options = options;
    this.#watched = watched;
    this.root = emptyLeaf(problem, 0, this.#watch());
  }

  #watch = (): Watched => this.#watched?.() ?? watchAll(this.#problem);

  predict(x: Float32Array, at: number, into: Float64Array): void {
    into.fill(0);
    this.addTo(x, at, into, 1);
  }

  /** Adds what `predict` writes, times `factor`. */
  addTo(x: Float32Array, at: number, into: Float64Array, factor: number): void {
    leafOf(this.root, x, at).predict(x, at, into, factor);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    let parent: Branch<TreeNode> | null = null;
    let way = 0;
    let node = this.root;
    while (node instanceof Branch) {
      parent = node;
      way = node.way(x, at);
      node.weights[way]! += weight;
      node = node.children[way] ??= this.#openLeaf(node.depth + 1);
    }
    node.learn(x, at, y, weight);
    if (this.#size > this.#options.most) return;
    const parting = node.part(this.#options, this.#watch);
    if (!parting) return;
    const branch = Branch.parting<TreeNode>(parting.split, node.depth, parting.leaves, (leaf) => leaf);
    // A new leaf comes to keep as many numbers as the one that it replaces.
    this.#size += node.size * (branch.children.length - 1);
    if (parent) parent.children[way] = branch;
    else this.root = branch;
  }

  /** For a category that comes for the first time. */
  #openLeaf(depth: number): TreeNode {
    return emptyLeaf(this.#problem, depth, this.#watch());
  }

  /** How many tests and leaves it has. */
  get nodes(): number {
    return count(this.root);
  }

  grow(problem: TreeProblem): void {
    const added = [...problem.categories.keys()].slice(this.#problem.categories.length);
    this.#problem = problem;
    // A tree whose leaves watch a draw of the features draws from the new ones too, from the next split on.
    growNode(this.root, problem, this.#watched ? [] : added);
  }

  forgetRows(): void {
    eachLeaf(this.root, (leaf) => leaf.forgetRows());
  }

  save(tape: NumberTape): void {
    tape.write(this.#size);
    saveNode(tape, this.root);
  }

  load(tape: NumberTape): void {
    this.#size = tape.read();
    this.root = loadNode(tape, this.#problem);
  }
}

function count(node: TreeNode): number {
  if (!(node instanceof Branch)) return 1;
  return node.children.reduce((sum, child) => sum + (child ? count(child) : 0), 1);
}
