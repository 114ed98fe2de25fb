import type { Random } from '../../core/random.ts';
import { normalCdf } from '../error-function.ts';
import type { NumberTape } from '../number-tape.ts';
import { poisson } from '../poisson.ts';
import { AdaptiveNode, deepestAlternate } from './adaptive-node.ts';
import { emptyLeaf } from './any-leaf.ts';
import { Branch } from './branch.ts';
import { ErrorScale } from './error-scale.ts';
import { loadRandom } from './load-random.ts';
import { shareOut } from './share-out.ts';
import type { TreeLeaf } from './tree-leaf.ts';
import type { TreeModel, TreeOptions } from './tree-model.ts';
import { watchAll, type TreeProblem, type Watched } from './watched.ts';

/** Rows that a subtree and its alternate must each have been judged on, */
const leastJudged = 300;
/** and the probability that one is taken for the better wrongly: River's defaults. */
const switchRisk = 0.05;

/**
 * A Hoeffding tree that watches its own errors at every test: where they rise an alternate subtree grows beside it, and takes its place
 * once it errs less (Bifet & Gavalda, "Adaptive learning from evolving data streams", 2009). Leaves learn each row as often as a
 * Poisson draw says, at least once, and an alternate votes from its first row on, by the square of its errors, as in River: at a
 * change that is what helps soonest.
 *
 * @example
 * const options = { gracePeriod: 50, splitRisk: 1e-7, tieThreshold: 0.05, most: 1e6 };
 * const tree = new AdaptiveTree({ categories: [0], classes: 2 }, options, new Random(1));
 * for (let i = 0; i < 500; i++) tree.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const probabilities = new Float64Array(2);
 * tree.predict(Float32Array.of(90), 0, probabilities);
 * probabilities[1]! > 0.8 // true
 */
export class AdaptiveTree implements TreeModel {
  #problem: TreeProblem;
  readonly #options: TreeOptions;
  readonly #errors: ErrorScale;
  #answer: Float64Array;
  #random: Random;
  #root: AdaptiveNode;
  /** How many numbers the leaves come to keep, about. */
  #size = 0;

  constructor(problem: TreeProblem, options: TreeOptions, random: Random) {
    this.#problem = problem;
    this.#options = options;
    this.#errors = new ErrorScale(problem);
    this.#answer = new Float64Array(Math.max(1, problem.classes));
    this.#random = random;
    this.#root = this.#leaf(0);
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    into.fill(0);
    let trust = 0;
    let node = this.#root;
    for (;;) {
      if (node.alternate) trust += this.#vote(node.alternate, x, at, into);
      if (!(node.content instanceof Branch)) break;
      node = node.content.next(x, at);
    }
    trust += this.#vote(node, x, at, into);
    if (this.#problem.classes) shareOut(into);
    else into[0]! /= trust;
  }

  /** Adds what a subtree says, times how much it is to be trusted, which it returns. */
  #vote(node: AdaptiveNode, x: Float32Array, at: number, into: Float64Array): number {
    node.leafOf(x, at).predict(x, at, into, node.trust);
    return node.trust;
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.predict(x, at, this.#answer);
    this.#errors.note(this.#answer, y);
    this.#teach(this.#root, 0, x, at, y, weight);
  }

  #teach(node: AdaptiveNode, level: number, x: Float32Array, at: number, y: number, weight: number): void {
    const answer = this.#answer.fill(0);
    node.leafOf(x, at).predict(x, at, answer, 1);
    const hasRisen = node.note(this.#errors.sizeOf(answer, y));
    const { content } = node;
    if (!(content instanceof Branch)) {
      this.#teachLeaf(node, content, x, at, y, weight);
      return;
    }
    if (hasRisen && level < deepestAlternate) {
      node.alternate = this.#leaf(content.depth);
      this.#size = this.#root.size();
    } else if (node.alternate && this.#hasSwitched(node, node.alternate)) {
      this.#teach(node, level, x, at, y, weight);
      return;
    }
    if (node.alternate) this.#teach(node.alternate, level + 1, x, at, y, weight);
    const way = content.way(x, at);
    content.weights[way]! += weight;
    const child = (content.children[way] ??= this.#leaf(content.depth + 1));
    this.#teach(child, level, x, at, y, weight);
  }

  /** Compares a subtree with its alternate. @returns whether the alternate has taken its place. */
  #hasSwitched(node: AdaptiveNode, other: AdaptiveNode): boolean {
    if (node.seen <= leastJudged || other.seen <= leastJudged) return false;
    const better = this.#problem.classes ? betterClasses(node, other) : betterValues(node, other);
    if (better === null) return false;
    if (better === other) node.replace();
    else node.alternate = null;
    this.#size = this.#root.size();
    return better === other;
  }

  #teachLeaf(
    node: AdaptiveNode,
    leaf: TreeLeaf,
    x: Float32Array,
    at: number,
    y: number,
    weight: number,
  ): void {
    leaf.learn(x, at, y, weight * Math.max(1, poisson(1, this.#random)));
    if (this.#size > this.#options.most) return;
    const parting = leaf.part(this.#options, this.#watch);
    if (!parting) return;
    this.#size += leaf.size * (parting.leaves.length - 1);
    node.become(leaf.depth, parting);
  }

  #watch = (): Watched => watchAll(this.#problem);

  #leaf(depth: number): AdaptiveNode {
    return new AdaptiveNode(emptyLeaf(this.#problem, depth, this.#watch()));
  }

  grow(problem: TreeProblem): void {
    const added = [...problem.categories.keys()].slice(this.#problem.categories.length);
    this.#problem = problem;
    this.#answer = new Float64Array(Math.max(1, problem.classes));
    this.#root.grow(problem, added);
  }

  forgetRows(): void {
    this.#root.forgetRows();
  }

  save(tape: NumberTape): void {
    tape.writeAll(this.#random.save());
    tape.write(this.#size);
    this.#errors.save(tape);
    this.#root.save(tape);
  }

  load(tape: NumberTape): void {
    this.#random = loadRandom(tape);
    this.#size = tape.read();
    this.#errors.load(tape);
    this.#root = AdaptiveNode.load(tape, this.#problem);
  }
}

/** By Hoeffding's bound on rates of errors; null while they are too near each other. */
function betterClasses(node: AdaptiveNode, other: AdaptiveNode): AdaptiveNode | null {
  const rate = node.errorRate;
  const rows = 1 / node.seen + 1 / other.seen;
  const bound = Math.sqrt(2 * rate * (1 - rate) * Math.log(2 / switchRisk) * rows);
  if (Math.abs(rate - other.errorRate) <= bound) return null;
  return other.errorRate < rate ? other : node;
}

/** By a two-sided z-test on the means of errors. */
function betterValues(node: AdaptiveNode, other: AdaptiveNode): AdaptiveNode | null {
  const spread = Math.sqrt(node.errorVariance / node.seen + other.errorVariance / other.seen);
  const distance = Math.abs(other.errorRate - node.errorRate);
  if (!(2 * normalCdf(-distance / spread) <= switchRisk)) return null;
  return other.errorRate < node.errorRate ? other : node;
}
