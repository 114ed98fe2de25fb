import type { DenseActivation } from '../../core/dense.ts';
import type { DenseDesign } from './dense-learner-kind.ts';
import { rememberingDefaults, type DenseOptions } from './dense-options.ts';

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

/** Layers as the options name them. */
export const networkDesign: DenseDesign<NetworkOptions> = {
  kind: 'network',
  defaults,
  layers: ({ hidden, activation, layerNorm }) =>
    layerNorm ? { hidden, activation, layerNorm } : { hidden, activation },
  dropout: ({ dropout }) => dropout,
};
