import type { NumberTape } from '../number-tape.ts';
import { Branch, leafOf, loadNode, saveNode, type TreeNode } from './branch.ts';
import { ClassLeaf } from './class-leaf.ts';
import { chooseSplit, splitLeaf, type GrowthOptions } from './grow.ts';
import { watch, type TreeProblem, type Watched } from './watched.ts';

export interface TreeOptions extends GrowthOptions {
  /** How many numbers the tree may keep; from there on it learns in its leaves and grows no more. */
  readonly most: number;
}

/**
 * A decision tree that learns row by row and keeps no row (Domingos & Hulten, "Mining high-speed data streams", 2000): a leaf becomes a
 * test as soon as Hoeffding's bound says that the best feature for it is known.
 *
 * @example
 * const options = { gracePeriod: 50, splitRisk: 1e-7, tieThreshold: 0.05, most: 1e6 };
 * const tree = new HoeffdingTree({ categories: [0], classes: 2 }, options);
 * for (let i = 0; i < 500; i++) tree.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const probabilities = new Float64Array(2);
 * tree.predict(Float32Array.of(90), 0, probabilities);
 * probabilities[1]! > 0.9 // true
 */
export class HoeffdingTree {
  root: TreeNode;
  readonly #options: TreeOptions;
  readonly #watch: () => Watched;
  readonly #scores: Float64Array;
  #size = 0;

  /** @param watched what a new leaf watches: all features, unless it is given. */
  constructor(problem: TreeProblem, options: TreeOptions, watched?: () => Watched) {
    const all = watch(
      problem,
      problem.categories.map((_, feature) => feature),
    );
    this.#options = options;
    this.#watch = watched ?? (() => all);
    this.#scores = new Float64Array(problem.classes);
    this.root = new ClassLeaf(0, this.#watch());
  }

  /** Adds the probabilities of the classes, times `factor`, to `into`: nothing before the first row. */
  predict(x: Float32Array, at: number, into: Float64Array, factor = 1): void {
    leafOf(this.root, x, at).predict(x, at, into, this.#scores, factor);
  }

  learn(x: Float32Array, at: number, label: number, weight: number): void {
    let parent: Branch | null = null;
    let way = 0;
    let node = this.root;
    while (!(node instanceof ClassLeaf)) {
      parent = node;
      way = node.way(x, at);
      let next = node.children[way];
      if (!next) {
        next = new ClassLeaf(node.depth + 1, this.#watch());
        node.children[way] = next;
      }
      node = next;
    }
    node.learn(x, at, label, weight, this.#scores);
    if (this.#size > this.#options.most) return;
    const split = chooseSplit(node, this.#options);
    if (!split) return;
    const branch = new Branch(split, node.depth, splitLeaf(node, split, this.#watch));
    // A new leaf comes to watch as many numbers as the one that it replaces.
    this.#size += node.size * (branch.children.length - 1);
    if (parent) parent.children[way] = branch;
    else this.root = branch;
  }

  /** How many tests and leaves it has. */
  get nodes(): number {
    return count(this.root);
  }

  save(tape: NumberTape): void {
    tape.write(this.#size);
    saveNode(tape, this.root);
  }

  load(tape: NumberTape, watched: (features: readonly number[]) => Watched): void {
    this.#size = tape.read();
    this.root = loadNode(tape, watched)!;
  }
}

function count(node: TreeNode): number {
  if (node instanceof ClassLeaf) return 1;
  return node.children.reduce((sum, child) => sum + (child ? count(child) : 0), 1);
}
