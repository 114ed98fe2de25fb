import type { OnlineModel, OnlineModelKind } from '../../../core/online-model.ts';
import { readNumber } from './saved-state.ts';

/**
 * Answers the mean of all values so far.
 *
 * @example
 * const model = mean.create({ task: 'regression', categories: [0], classes: 0 }, {}, 1);
 * const answer = new Float64Array(1);
 * for (const value of [1, 2, 6]) model.learn(Float32Array.of(7), 0, value, 1);
 * model.predict(Float32Array.of(9), 0, answer);
 * answer // Float64Array [3]
 */
export const mean: OnlineModelKind = {
  kind: 'mean',
  title: 'Mean',
  summary: 'Answers the mean of all values so far: what a model knows that looks at no feature.',
  source: 'A baseline: the mean so far, whatever the row',
  tasks: ['regression'],
  defaults: {},
  create: () => new Mean(),
  load(_problem, _options, { header }) {
    const model = new Mean();
    model.count = readNumber(header, 'count', 0);
    model.mean = readNumber(header, 'mean');
    return model;
  },
};

class Mean implements OnlineModel {
  /** The sum of the weights. */
  count = 0;
  mean = 0;

  predict(_x: Float32Array, _at: number, into: Float64Array): void {
    into[0] = this.mean;
  }

  learn(_x: Float32Array, _at: number, y: number, weight: number): void {
    this.count += weight;
    this.mean += ((y - this.mean) * weight) / this.count;
  }

  grow(): void {
    // Whatever the inputs, the answer is the mean.
  }

  save() {
    return { header: { count: this.count, mean: this.mean }, tensors: {} };
  }
}
