import type { NumberTape } from '../number-tape.ts';
import { AdaptiveWindow } from './adaptive-window.ts';
import { Branch } from './branch.ts';
import { ClassLeaf } from './class-leaf.ts';
import type { Watched } from './watched.ts';

/** ADWIN's delta of every node: its authors' own. */
const risk = 0.002;

/** A place in a Hoeffding adaptive tree: a leaf or a test, its errors, and the subtree that may replace it. */
export class AdaptiveNode {
  content: ClassLeaf | Branch;
  /** Of a test, one an outcome; null where a category was not seen yet. */
  children: (AdaptiveNode | null)[] = [];
  alternate: AdaptiveNode | null = null;
  /** Rows and errors since the last change. */
  seen = 0;
  wrong = 0;
  #window = new AdaptiveWindow(risk);

  constructor(content: ClassLeaf | Branch) {
    this.content = content;
  }

  get errorRate(): number {
    return this.seen > 0 ? this.wrong / this.seen : 0;
  }

  /** @returns whether errors have become more frequent. */
  note(error: 0 | 1): boolean {
    const before = this.errorRate;
    this.seen++;
    this.wrong += error;
    if (!this.#window.update(error)) return false;
    const hasRisen = before <= this.errorRate;
    this.seen = 0;
    this.wrong = 0;
    this.#window = new AdaptiveWindow(risk);
    return hasRisen;
  }

  /** Makes a test of a leaf. */
  become(branch: Branch, leaves: readonly (ClassLeaf | null)[]): void {
    this.content = branch;
    this.children = leaves.map((leaf) => leaf && new AdaptiveNode(leaf));
    this.seen = 0;
    this.wrong = 0;
    this.#window = new AdaptiveWindow(risk);
  }

  /** Lets the alternate take this place. */
  replace(): void {
    const { content, children, alternate, seen, wrong } = this.alternate!;
    this.#window = this.alternate!.#window;
    Object.assign(this, { content, children, alternate, seen, wrong });
  }

  leafOf(x: Float32Array, at: number): ClassLeaf {
    const { content } = this;
    if (content instanceof ClassLeaf) return content;
    return (this.children[content.way(x, at)] ?? this.#heaviest()).leafOf(x, at);
  }

  #heaviest(): AdaptiveNode {
    const present = this.children.filter((child) => child !== null);
    return present.reduce((a, b) => (b.weight() > a.weight() ? b : a));
  }

  weight(): number {
    if (this.content instanceof ClassLeaf) return this.content.total;
    return this.children.reduce((sum, child) => sum + (child?.weight() ?? 0), 0);
  }

  /** How many numbers the leaves here and in alternates keep. */
  size(): number {
    const own = this.content instanceof ClassLeaf ? this.content.size : 0;
    const rest = this.children.reduce((sum, child) => sum + (child?.size() ?? 0), 0);
    return own + rest + (this.alternate?.size() ?? 0);
  }

  save(tape: NumberTape): void {
    const isLeaf = this.content instanceof ClassLeaf;
    tape.writeAll([isLeaf ? 1 : 0, this.seen, this.wrong, this.alternate ? 1 : 0, this.children.length]);
    this.content.save(tape);
    this.#window.save(tape);
    this.alternate?.save(tape);
    for (const child of this.children) {
      tape.write(child ? 1 : 0);
      child?.save(tape);
    }
  }

  static load(tape: NumberTape, watched: (features: readonly number[]) => Watched): AdaptiveNode {
    const [isLeaf, seen, wrong, hasAlternate, children] = tape.readAll();
    const node = new AdaptiveNode((isLeaf === 1 ? ClassLeaf : Branch).load(tape, watched));
    node.seen = seen!;
    node.wrong = wrong!;
    node.#window.load(tape);
    if (hasAlternate === 1) node.alternate = AdaptiveNode.load(tape, watched);
    for (let i = 0; i < children!; i++)
      node.children.push(tape.read() === 1 ? AdaptiveNode.load(tape, watched) : null);
    return node;
  }
}
