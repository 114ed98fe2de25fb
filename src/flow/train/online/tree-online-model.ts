import type { OnlineModel, OnlineProblem } from '../../../core/online-model.ts';
import type { PartState } from '../../../core/snapshot.ts';
import type { TreeModel } from '../../../math/hoeffding/tree-model.ts';
import { NumberTape } from '../../../math/number-tape.ts';
import { refuseSnapshot } from '../dense-tensors.ts';

/** One tree or many as a model of a stream, which saves itself as one row of numbers. */
export class TreeOnlineModel implements OnlineModel {
  #problem: OnlineProblem;
  readonly #trees: TreeModel;

  constructor(problem: OnlineProblem, trees: TreeModel) {
    this.#problem = problem;
    this.#trees = trees;
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    this.#trees.predict(x, at, into);
    const { classes } = this.#problem;
    if (classes && !into.some((probability) => probability > 0)) into.fill(1 / classes);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.#trees.learn(x, at, y, weight);
  }

  grow(problem: OnlineProblem): void {
    this.#problem = problem;
    this.#trees.grow(problem);
  }

  forgetRows(): void {
    this.#trees.forgetRows();
  }

  save(): PartState {
    const tape = new NumberTape();
    tape.write(this.#problem.classes);
    tape.writeAll(this.#problem.categories);
    this.#trees.save(tape);
    const data = tape.numbers();
    return { header: {}, tensors: { numbers: { shape: [data.length], data } } };
  }

  /** @throws PerennialError `snapshot-format` where `saved` is not of such a model for this problem. */
  restore({ tensors }: PartState): this {
    const data = Object.hasOwn(tensors, 'numbers') ? tensors['numbers']?.data : undefined;
    if (!(data instanceof Float64Array)) return refuseSnapshot('model', 'it lacks its 64-bit "numbers"');
    const tape = new NumberTape(data);
    const { classes, categories } = this.#problem;
    if (tape.read() !== classes) tape.refuse(`it is not of ${classes} classes`);
    const found = tape.readAll(categories.length);
    const other = categories.findIndex((count, input) => found[input] !== count);
    if (other >= 0)
      tape.refuse(`it has ${found[other]} categories of input ${other}, not ${categories[other]}`);
    this.#trees.load(tape);
    tape.end();
    return this;
  }
}
