import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import { readCount } from './saved-state.ts';

/**
 * Answers the class of the row before. On a stream whose labels stay for a while it is hard to beat, however little it knows: the baseline
 * beside which accuracy on such a stream is read (Žliobaitė et al. 2015).
 *
 * @example
 * const model = noChange.create({ task: 'binary', categories: [0], classes: 2 }, {}, 1);
 * const answer = new Float64Array(2);
 * model.learn(Float32Array.of(7), 0, 1, 1);
 * model.predict(Float32Array.of(9), 0, answer);
 * answer // Float64Array [0, 1]
 */
export const noChange: OnlineModelKind = {
  kind: 'no-change',
  title: 'No change',
  summary: 'Answers the class of the row before: what every model of a stream has to beat.',
  source: 'A baseline: the newest label, whatever the row',
  tasks: ['binary', 'multiclass'],
  defaults: {},
  create: (problem) => new NoChange(problem),
  load(problem, _, saved) {
    const model = new NoChange(problem);
    // One more than the class, so that 0 says that there was no row.
    model.last = readCount(saved.header, 'last', problem.classes) - 1;
    return model;
  },
};

class NoChange implements OnlineModel {
  last = -1;
  #classes: number;

  constructor({ classes }: OnlineProblem) {
    this.#classes = classes;
  }

  predict(_x: Float32Array, _at: number, into: Float64Array): void {
    into.fill(this.last < 0 ? 1 / this.#classes : 0);
    if (this.last >= 0) into[this.last] = 1;
  }

  learn(_x: Float32Array, _at: number, y: number): void {
    this.last = y;
  }

  grow({ classes }: OnlineProblem): void {
    this.#classes = classes;
  }

  save() {
    return { header: { last: this.last + 1 }, tensors: {} };
  }
}
