import type { DenseActivation } from '../../core/dense.ts';
import type { LearnerKind } from '../../core/learner.ts';
import { denseLearnerKind } from './dense-learner-kind.ts';
import {
  checkDropout,
  checkLayerNorm,
  checkLayers,
  rememberingDefaults,
  type DenseOptions,
} from './dense-options.ts';

export type NetworkOptions = DenseOptions & {
  /** Units of each hidden layer, from the features on; none: a linear model. */
  readonly hidden: readonly number[];
  readonly activation: DenseActivation;
  /** Whether each hidden layer is normalised: DenseShape's layerNorm. Deep networks need it; two layers on scaled features do not. */
  readonly layerNorm: boolean;
  /** The share of hidden units that each step leaves out: DenseTraining's dropout. */
  readonly dropout: number;
};

const defaults: NetworkOptions = {
  hidden: [64, 32],
  activation: 'relu',
  layerNorm: false,
  dropout: 0,
  learningRate: 3e-3,
  batchSize: 128,
  epochs: 30,
  patience: 8,
  weightDecay: 0.1,
  regressionLoss: 'squared',
  updateLearningRate: 1e-3,
  updateEpochs: 4,
  updateBatchSize: 32,
  updateAnchor: 0,
  replayRatio: 0.5,
  ...rememberingDefaults,
};

/**
 * A dense network of any depth: it finds how features act together, where a linear model adds them up.
 *
 * @example
 * const x: Matrix = { rows: 5, features: ['a'], data: Float32Array.of(-2, -1, 0, 1, 2) };
 * const batch: Batch = { x, y: Float32Array.of(2, 1, 0, 1, 2), weights: null };
 * const problem: Problem = { task: 'regression', features: ['a'], classes: [] };
 * const options = { ...network.defaults, hidden: [32], epochs: 400, patience: 400 };
 * const learner = network.create(problem, options, parts);
 * await learner.fit(batch, batch, { seed: 1, engine: 'auto', context });
 * learner.predict(x).values // Float32Array [2.01..., 0.97..., 0.04..., 0.97..., 2.01...]
 */
export const network: LearnerKind<NetworkOptions> = denseLearnerKind({
  kind: 'network',
  title: 'Neural network',
  summary:
    'Layers of small units that learn how features act together: stronger than a linear model where effects bend or depend on each other.',
  defaults,
  layers: ({ hidden, activation, layerNorm }) => {
    checkLayers(hidden, activation);
    checkLayerNorm(layerNorm);
    return layerNorm ? { hidden, activation, layerNorm } : { hidden, activation };
  },
  dropout: ({ dropout }) => {
    checkDropout(dropout);
    return dropout;
  },
});
