import type { DenseDesign } from './dense-learner-kind.ts';
import { rememberingDefaults, type DenseOptions } from './dense-options.ts';

export type LinearOptions = DenseOptions;

const defaults: LinearOptions = {
  learningRate: 0.02,
  batchSize: 256,
  epochs: 40,
  patience: 15,
  weightDecay: 1e-4,
  regressionLoss: 'squared',
  updateLearningRate: 3e-3,
  updateEpochs: 6,
  updateBatchSize: 32,
  updateAnchor: 0,
  replayRatio: 0.5,
  ...rememberingDefaults,
};

/** Weights alone: no layer between features and outputs. */
export const linearDesign: DenseDesign<LinearOptions> = {
  kind: 'linear',
  defaults,
  layers: () => ({ hidden: [], activation: 'relu' }),
  dropout: () => 0,
};
