import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import { readNumbers, tensorOf } from './saved-state.ts';

/**
 * Answers the class that was most frequent so far, with each class's share of the rows as its probability.
 *
 * @example
 * const model = majority.create({ task: 'binary', categories: [0], classes: 2 }, {}, 1);
 * const answer = new Float64Array(2);
 * for (const label of [1, 0, 1, 1]) model.learn(Float32Array.of(7), 0, label, 1);
 * model.predict(Float32Array.of(9), 0, answer);
 * answer // Float64Array [0.25, 0.75]
 */
export const majority: OnlineModelKind = {
  kind: 'majority',
  title: 'Majority',
  summary: 'Answers the most frequent class so far: what a model knows that looks at no feature.',
  source: "A baseline: the classes' shares so far, whatever the row",
  tasks: ['binary', 'multiclass'],
  defaults: {},
  create: ({ classes }) => new Majority(new Float64Array(classes)),
  load: ({ classes }, _, saved) => new Majority(readNumbers(saved, 'counts', classes, 0)),
};

class Majority implements OnlineModel {
  /** The sum of the weights of its rows. */
  #counts: Float64Array<ArrayBuffer>; // (classes)

  constructor(counts: Float64Array<ArrayBuffer>) {
    this.#counts = counts;
  }

  predict(_x: Float32Array, _at: number, into: Float64Array): void {
    let total = 0;
    for (const count of this.#counts) total += count;
    for (let c = 0; c < this.#counts.length; c++)
      into[c] = total > 0 ? this.#counts[c]! / total : 1 / this.#counts.length;
  }

  learn(_x: Float32Array, _at: number, y: number, weight: number): void {
    this.#counts[y]! += weight;
  }

  grow({ classes }: OnlineProblem): void {
    const counts = new Float64Array(classes);
    counts.set(this.#counts);
    this.#counts = counts;
  }

  save() {
    return { header: {}, tensors: { counts: tensorOf(this.#counts) } };
  }
}
