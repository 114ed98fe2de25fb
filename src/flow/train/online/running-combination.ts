import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import type { PartState } from '../../../core/snapshot.ts';
import { checkNumber, notNegative, positive } from '../check-option.ts';
import { ClassCombiner } from './class-combiner.ts';
import type { Combiner, CombinerOptions } from './combiner.ts';
import { expertsFor, type Expert, type ExpertOptions } from './expert-kinds.ts';
import { ExpertPool } from './expert-pool.ts';
import { ValueCombiner } from './value-combiner.ts';

export type RunningCombinationOptions = CombinerOptions & {
  /** Whom it asks; those that cannot learn the target are left out. */
  readonly experts: readonly ExpertOptions[];
};

const linear = (drift: number, trust: number): ExpertOptions => ({
  kind: 'dynamic-linear',
  options: { drift },
  trust,
});
const crossed = (drift: number, trust: number): ExpertOptions => ({
  kind: 'dynamic-linear',
  options: { drift, prior: 0.15, mostWithProducts: 80 },
  trust,
});
const baseline = (kind: string): ExpertOptions => ({ kind, options: {}, trust: 0.05 });

/**
 * Asks a dozen models of different kinds and speeds and trusts whoever has been right of late: slow linear models for a world that stands
 * still, fast ones for one that turns, trees for rules, naive Bayes for the first rows, and the baselines, so that where no feature says
 * anything the answer is still that of the last row or of the majority.
 *
 * Trust is weight in the fixed-share forecaster (Herbster & Warmuth 1998): weights fall with every loss, and a small share of all goes
 * round at every row. A second forecaster of the same kind chooses among each expert, their mix, and a sum of their log probabilities
 * with drifting factors (stacking: Wolpert 1992; the sum of log probabilities: Genest & Zidek 1986), by mistakes. For values losses
 * are squared errors.
 *
 * Defaults were chosen on generated streams and on the first rows of real ones; they are the same for every stream. A row of 8 numbers
 * costs about 0.15 ms.
 *
 * @example
 * const problem = { task: 'binary', categories: [0], classes: 2 } as const;
 * const model = runningCombination.create(problem, runningCombination.defaults, 1);
 * for (let i = 0; i < 200; i++) model.learn(Float32Array.of(i % 10), 0, i % 10 < 5 ? 0 : 1, 1);
 * const answer = new Float64Array(2);
 * model.predict(Float32Array.of(9), 0, answer);
 * answer[1]! > 0.9 // true
 */
export const runningCombination: OnlineModelKind<RunningCombinationOptions> = {
  kind: 'running-combination',
  title: 'Running combination',
  summary:
    'Asks many models at once and trusts whoever has been right of late: the one to begin with, for it need not be told how fast the world turns.',
  source: 'Herbster & Warmuth, "Tracking the best expert", 1998',
  tasks: ['binary', 'multiclass', 'regression'],
  defaults: {
    experts: [
      // From weights that stand still to such as turn in some ten rows.
      ...[linear(1e-6, 1), linear(1e-5, 1), linear(1e-3, 1), linear(1e-2, 0.3)],
      ...[crossed(1e-5, 2), crossed(1e-3, 1)],
      { kind: 'online-linear', options: { learningRate: 0.4 }, trust: 0.3 },
      { kind: 'gaussian-naive-bayes', options: {}, trust: 2 },
      { kind: 'adaptive-random-forest', options: { trees: 15, repeats: 12 }, trust: 4 },
      { kind: 'leveraging-bagging', options: { trees: 5, gracePeriod: 50, splitRisk: 0.01 }, trust: 2 },
      ...[baseline('no-change'), baseline('majority'), baseline('last-value'), baseline('mean')],
    ],
    mixShare: 0.002,
    choiceShare: 0.001,
    choiceRate: 0.3,
    stackPrior: 0.2,
    stackDrift: 3e-5,
  },
  create(problem, options, seed) {
    checkNumber('mixShare', options.mixShare, { ...notNegative, most: 1 });
    checkNumber('choiceShare', options.choiceShare, { ...notNegative, most: 1 });
    checkNumber('choiceRate', options.choiceRate, positive);
    checkNumber('stackPrior', options.stackPrior, positive);
    checkNumber('stackDrift', options.stackDrift, notNegative);
    const experts = expertsFor(problem.task, options.experts);
    const pool = ExpertPool.begin(problem, experts, seed);
    return new RunningCombination(pool, combinerOf(problem, experts, options));
  },
  load(problem, options, saved) {
    const experts = expertsFor(problem.task, options.experts);
    const combiner = combinerOf(problem, experts, options);
    combiner.restore(saved);
    return new RunningCombination(ExpertPool.load(problem, experts, saved), combiner);
  },
};

function combinerOf(
  { task, classes }: OnlineProblem,
  experts: readonly Expert[],
  options: CombinerOptions,
): Combiner {
  let all = 0;
  for (const { trust } of experts) all += trust;
  const trust = Float64Array.from(experts, (expert) => expert.trust / all);
  return task === 'regression'
    ? new ValueCombiner(trust, options)
    : new ClassCombiner(trust, classes, options);
}

class RunningCombination implements OnlineModel {
  readonly #pool: ExpertPool;
  readonly #combiner: Combiner;

  constructor(pool: ExpertPool, combiner: Combiner) {
    this.#pool = pool;
    this.#combiner = combiner;
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    this.#combiner.predict(this.#pool.ask(x, at), into);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.#combiner.learn(this.#pool.ask(x, at), y, weight);
    this.#pool.learn(x, at, y, weight);
  }

  grow(problem: OnlineProblem): void {
    this.#pool.grow(problem);
    this.#combiner.grow(problem.classes);
  }

  forgetRows(): void {
    this.#pool.forgetRows();
  }

  save(): PartState {
    const [own, pool] = [this.#combiner.save(), this.#pool.save()];
    return { header: { ...own.header, ...pool.header }, tensors: { ...own.tensors, ...pool.tensors } };
  }
}
