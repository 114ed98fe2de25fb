import type { OnlineModel, OnlineModelKind } from '../../../core/online-model.ts';
import { readNumber } from './saved-state.ts';

/**
 * Answers the value of the row before: for series that move slowly the baseline that is hard to beat.
 *
 * @example
 * const model = lastValue.create({ task: 'regression', categories: [0], classes: 0 }, {}, 1);
 * const answer = new Float64Array(1);
 * model.learn(Float32Array.of(7), 0, 21.5, 1);
 * model.predict(Float32Array.of(9), 0, answer);
 * answer // Float64Array [21.5]
 */
export const lastValue: OnlineModelKind = {
  kind: 'last-value',
  title: 'Last value',
  summary: 'Answers the value of the row before: what every model of a slow series has to beat.',
  source: 'A baseline: the newest value, whatever the row',
  tasks: ['regression'],
  defaults: {},
  create: () => new LastValue(),
  load(_problem, _options, saved) {
    const model = new LastValue();
    model.last = readNumber(saved.header, 'last');
    return model;
  },
};

class LastValue implements OnlineModel {
  last = 0;

  predict(_x: Float32Array, _at: number, into: Float64Array): void {
    into[0] = this.last;
  }

  learn(_x: Float32Array, _at: number, y: number): void {
    this.last = y;
  }

  grow(): void {
    // Whatever the inputs, the answer is the value before.
  }

  save() {
    return { header: { last: this.last }, tensors: {} };
  }
}
