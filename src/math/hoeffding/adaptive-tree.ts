import { Random } from '../../core/random.ts';
import type { NumberTape } from '../number-tape.ts';
import { poisson } from '../poisson.ts';
import { AdaptiveNode } from './adaptive-node.ts';
import { Branch } from './branch.ts';
import { ClassLeaf } from './class-leaf.ts';
import { chooseSplit, splitLeaf } from './grow.ts';
import type { TreeOptions } from './hoeffding-tree.ts';
import { watch, type TreeProblem, type Watched } from './watched.ts';

/** Rows that a subtree and its alternate must each have been judged on, */
const leastJudged = 300;
/** and the probability that one is taken for the better wrongly: River's defaults. */
const switchRisk = 0.05;

/**
 * A Hoeffding tree that watches its own errors at every test: where they rise an alternate subtree grows beside it, and takes its place
 * once it errs less (Bifet & Gavalda, "Adaptive learning from evolving data streams", 2009). Leaves learn each row as often as a
 * Poisson draw says, at least once; alternates have no vote.
 *
 * @example
 * const options = { gracePeriod: 50, splitRisk: 1e-7, tieThreshold: 0.05, most: 1e6 };
 * const tree = new AdaptiveTree({ categories: [0], classes: 2 }, options, new Random(1));
 * for (let i = 0; i < 500; i++) tree.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const probabilities = new Float64Array(2);
 * tree.predict(Float32Array.of(90), 0, probabilities);
 * probabilities[1]! > 0.8 // true
 */
export class AdaptiveTree {
  readonly #problem: TreeProblem;
  readonly #options: TreeOptions;
  readonly #all: Watched;
  readonly #scores: Float64Array;
  readonly #own: Float64Array;
  #random: Random;
  #root: AdaptiveNode;
  /** How many numbers the leaves come to keep, about. */
  #size = 0;

  constructor(problem: TreeProblem, options: TreeOptions, random: Random) {
    this.#problem = problem;
    this.#options = options;
    this.#random = random;
    this.#all = watch(
      problem,
      problem.categories.map((_, feature) => feature),
    );
    this.#scores = new Float64Array(problem.classes);
    this.#own = new Float64Array(problem.classes);
    this.#root = this.#leaf(0);
  }

  /** Writes the probabilities of the classes; all are 0 before the first row. */
  predict(x: Float32Array, at: number, into: Float64Array): void {
    this.#root.leafOf(x, at).predict(x, at, into.fill(0), this.#scores);
  }

  learn(x: Float32Array, at: number, label: number, weight: number): void {
    this.#teach(this.#root, x, at, label, weight);
  }

  #teach(node: AdaptiveNode, x: Float32Array, at: number, label: number, weight: number): void {
    const own = this.#own.fill(0);
    node.leafOf(x, at).predict(x, at, own, this.#scores);
    const hasRisen = node.note(own.indexOf(Math.max(...own)) === label ? 0 : 1);
    if (node.content instanceof ClassLeaf) {
      this.#teachLeaf(node, node.content, x, at, label, weight);
      return;
    }
    if (hasRisen) {
      node.alternate = this.#leaf(node.content.depth);
      this.#size = this.#root.size();
    } else if (node.alternate && this.#hasSwitched(node)) {
      this.#teach(node, x, at, label, weight);
      return;
    }
    if (node.alternate) this.#teach(node.alternate, x, at, label, weight);
    const way = node.content.way(x, at);
    const child = (node.children[way] ??= this.#leaf(node.content.depth + 1));
    this.#teach(child, x, at, label, weight);
  }

  /** Compares a subtree with its alternate. @returns whether the alternate has taken its place. */
  #hasSwitched(node: AdaptiveNode): boolean {
    const other = node.alternate!;
    if (node.seen <= leastJudged || other.seen <= leastJudged) return false;
    const rate = node.errorRate;
    const rows = 1 / node.seen + 1 / other.seen;
    const bound = Math.sqrt(2 * rate * (1 - rate) * Math.log(2 / switchRisk) * rows);
    if (rate - other.errorRate > bound) {
      node.replace();
      this.#size = this.#root.size();
      return true;
    }
    if (other.errorRate - rate > bound) {
      node.alternate = null;
      this.#size = this.#root.size();
    }
    return false;
  }

  #teachLeaf(
    node: AdaptiveNode,
    leaf: ClassLeaf,
    x: Float32Array,
    at: number,
    label: number,
    weight: number,
  ): void {
    leaf.learn(x, at, label, weight * Math.max(1, poisson(1, this.#random)), this.#scores);
    if (this.#size > this.#options.most) return;
    const split = chooseSplit(leaf, this.#options);
    if (!split) return;
    const leaves = splitLeaf(leaf, split, () => this.#all);
    this.#size += leaf.size * (leaves.length - 1);
    node.become(new Branch(split, leaf.depth, []), leaves);
  }

  #leaf(depth: number): AdaptiveNode {
    return new AdaptiveNode(new ClassLeaf(depth, this.#all));
  }

  save(tape: NumberTape): void {
    tape.writeAll(this.#random.save());
    tape.write(this.#size);
    this.#root.save(tape);
  }

  load(tape: NumberTape): void {
    this.#random = Random.load([...tape.readAll()]);
    this.#size = tape.read();
    this.#root = AdaptiveNode.load(tape, (features) => watch(this.#problem, features));
  }
}
