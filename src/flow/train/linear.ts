import type { LearnerKind } from '../../core/learner.ts';
import { denseLearnerKind } from './dense-learner-kind.ts';
import { linearDesign, type LinearOptions } from './linear-design.ts';

/**
 * Logistic, softmax or ridge regression, as the task asks: each feature pushes the answer one way.
 *
 * Converges to what scikit-learn's LogisticRegression and Ridge find, by Adam with a learning rate that falls to 0.
 * Scale the features first: the rate is made for features of spread 1.
 *
 * @example
 * const x: Matrix = { rows: 4, features: ['a'], data: Float32Array.of(-2, -1, 1, 2) };
 * const batch: Batch = { x, y: Float32Array.of(0, 0, 1, 1), weights: null };
 * const problem: Problem = { task: 'binary', features: ['a'], classes: ['no', 'yes'] };
 * const learner = linear.create(problem, linear.defaults, parts);
 * const report = await learner.fit(batch, batch, { seed: 1, engine: 'auto', context });
 * report.steps // 40
 * const { outputs, values } = learner.predict(x);
 * outputs // 2
 * values // Float32Array [0.68..., 0.31..., 0.59..., 0.40..., 0.40..., 0.59..., 0.31..., 0.68...]
 */
export const linear: LearnerKind<LinearOptions> = denseLearnerKind(linearDesign, {
  title: 'Linear model',
  summary:
    'Each feature pushes the answer up or down by its own weight: fast, steady on few rows, easy to explain; the first model to try.',
  check: () => undefined,
});
