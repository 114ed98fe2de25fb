import type { DenseActivation } from '../../core/dense.ts';
import type { LearnerKind } from '../../core/learner.ts';
import { denseLearnerKind } from './dense-learner-kind.ts';
import { checkLayers, type DenseOptions } from './dense-options.ts';

export type NetworkOptions = DenseOptions & {
  /** Units of each hidden layer, from the features on; none: a linear model. */
  readonly hidden: readonly number[];
  readonly activation: DenseActivation;
};

const defaults: NetworkOptions = {
  hidden: [64, 32],
  activation: 'relu',
  learningRate: 3e-3,
  batchSize: 128,
  epochs: 30,
  patience: 8,
  weightDecay: 0.1,
  updateLearningRate: 1e-3,
  updateEpochs: 4,
  updateBatchSize: 32,
  replayRatio: 0.5,
  memoryRows: 2000,
};

/**
 * A dense network of any depth: it finds how features act together, where a linear model adds them up.
 *
 * @example
 * const options = { ...network.defaults, hidden: [32] };
 * const learner = network.create(problem, options, parts);
 * const report = await learner.fit(train, validation, { seed: 1, engine: 'auto', context });
 * learner.predict(x).values // regression: one value a row, in the target's own unit
 */
export const network: LearnerKind<NetworkOptions> = denseLearnerKind({
  kind: 'network',
  title: 'Neural network',
  summary:
    'Layers of small units that learn how features act together: stronger than a linear model where effects bend or depend on each other.',
  defaults,
  layers: ({ hidden, activation }) => {
    checkLayers(hidden, activation);
    return { hidden, activation };
  },
});
