import type { NumberTape } from '../number-tape.ts';
import { loadLeaf } from './any-leaf.ts';
import { AdaptiveWindow } from './adaptive-window.ts';
import { Branch } from './branch.ts';
import type { Parting, TreeLeaf } from './tree-leaf.ts';
import type { TreeProblem } from './watched.ts';

/** ADWIN's delta of every node: its authors' own. */
const risk = 0.002;

/** Alternates within alternates: one that is read does not exhaust the stack. */
export const deepestAlternate = 3;

/** A place in a Hoeffding adaptive tree: a leaf or a test, its errors, and the subtree that may replace it. */
export class AdaptiveNode {
  content: TreeLeaf | Branch<AdaptiveNode>;
  alternate: AdaptiveNode | null = null;
  /** Rows since the last change, and the sums of their errors and of the squares of these. */
  seen = 0;
  #wrong = 0;
  #squares = 0;
  #window = new AdaptiveWindow(risk);

  constructor(content: TreeLeaf | Branch<AdaptiveNode>) {
    this.content = content;
  }

  get errorRate(): number {
    return this.seen > 0 ? this.#wrong / this.seen : 0;
  }

  /** Of its errors; 0 before the second. */
  get errorVariance(): number {
    const { seen, errorRate } = this;
    return seen > 1 ? Math.max(0, (this.#squares - seen * errorRate ** 2) / (seen - 1)) : 0;
  }

  /** How much it is to be trusted: by the square of its errors, as if it had made one of half the size more. */
  get trust(): number {
    return ((this.seen + 2) / (this.#wrong + 1)) ** 2;
  }

  /** @returns whether errors have become more frequent, or larger. */
  note(error: number): boolean {
    const before = this.errorRate;
    this.seen++;
    this.#wrong += error;
    this.#squares += error * error;
    // The window has dropped its old part by itself, and stands for what came since.
    if (!this.#window.update(error)) return false;
    const hasRisen = before <= this.errorRate;
    this.#forget();
    return hasRisen;
  }

  #forget(): void {
    this.seen = 0;
    this.#wrong = 0;
    this.#squares = 0;
  }

  /** Makes a test of a leaf. */
  become(depth: number, { split, leaves }: Parting): void {
    this.content = Branch.parting(split, depth, leaves, (leaf) => new AdaptiveNode(leaf));
    this.#forget();
    this.#window = new AdaptiveWindow(risk);
  }

  /** Lets the alternate take this place. */
  replace(): void {
    const { content, alternate, seen } = this.alternate!;
    this.#wrong = this.alternate!.#wrong;
    this.#squares = this.alternate!.#squares;
    this.#window = this.alternate!.#window;
    Object.assign(this, { content, alternate, seen });
  }

  leafOf(x: Float32Array, at: number): TreeLeaf {
    let { content } = this;
    while (content instanceof Branch) ({ content } = content.next(x, at));
    return content;
  }

  /** How many numbers the leaves here and in alternates keep. */
  size(): number {
    let sum = this.alternate?.size() ?? 0;
    if (!(this.content instanceof Branch)) return sum + this.content.size;
    for (const child of this.content.children) sum += child?.size() ?? 0;
    return sum;
  }

  grow(problem: TreeProblem, added: readonly number[]): void {
    this.content.grow(problem, added);
    this.alternate?.grow(problem, added);
    if (this.content instanceof Branch)
      for (const child of this.content.children) child?.grow(problem, added);
  }

  forgetRows(): void {
    this.alternate?.forgetRows();
    if (!(this.content instanceof Branch)) this.content.forgetRows();
    else for (const child of this.content.children) child?.forgetRows();
  }

  save(tape: NumberTape): void {
    const isTest = this.content instanceof Branch;
    tape.writeAll([isTest ? 1 : 0, this.alternate ? 1 : 0, this.seen, this.#wrong, this.#squares]);
    this.#window.save(tape);
    if (this.content instanceof Branch) this.content.save(tape, (child) => child.save(tape));
    else this.content.save(tape);
    this.alternate?.save(tape);
  }

  /**
   * @param depth at which it must stand.
   * @param level of how many alternates it is within.
   */
  static load(tape: NumberTape, problem: TreeProblem, depth = 0, level = 0): AdaptiveNode {
    const [isTest, hasAlternate, seen = 0, wrong = 0, squares = 0] = tape.readAll(5);
    const window = new AdaptiveWindow(risk);
    window.load(tape);
    const node = new AdaptiveNode(
      isTest === 1
        ? Branch.load(tape, problem, depth, () => AdaptiveNode.load(tape, problem, depth + 1, level))
        : loadLeaf(tape, problem, depth),
    );
    node.seen = seen;
    node.#wrong = wrong;
    node.#squares = squares;
    node.#window = window;
    if (hasAlternate !== 1) return node;
    if (level >= deepestAlternate) tape.refuse(`alternates are nested more than ${deepestAlternate} deep`);
    node.alternate = AdaptiveNode.load(tape, problem, depth, level + 1);
    return node;
  }
}
