import type { LearnerKind } from '../../core/learner.ts';
import { denseLearnerKind } from './dense-learner-kind.ts';
import type { DenseOptions } from './dense-options.ts';

export type LinearOptions = DenseOptions;

const defaults: LinearOptions = {
  learningRate: 0.02,
  batchSize: 256,
  epochs: 40,
  patience: 15,
  weightDecay: 1e-4,
  updateLearningRate: 3e-3,
  updateEpochs: 6,
  updateBatchSize: 32,
  replayRatio: 0.5,
  memoryRows: 2000,
};

/**
 * Logistic, softmax or ridge regression, as the task asks: each feature pushes the answer one way.
 *
 * Converges to what scikit-learn's LogisticRegression and Ridge find, by Adam with a learning rate that falls to 0.
 * Scale the features first: the rate is made for features of spread 1.
 *
 * @example
 * const learner = linear.create(problem, linear.defaults, parts);
 * const report = await learner.fit(train, validation, { seed: 1, engine: 'auto', context });
 * learner.predict(x).values // binary: the probability of each class, (rows, 2)
 */
export const linear: LearnerKind<LinearOptions> = denseLearnerKind({
  kind: 'linear',
  title: 'Linear model',
  summary:
    'Each feature pushes the answer up or down by its own weight: fast, steady on few rows, easy to explain; the first model to try.',
  defaults,
  layers: () => ({ hidden: [], activation: 'relu' }),
});
