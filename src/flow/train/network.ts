import type { LearnerKind } from '../../core/learner.ts';
import { denseLearnerKind } from './dense-learner-kind.ts';
import { checkDropout, checkLayerNorm, checkLayers } from './dense-options.ts';
import { networkDesign, type NetworkOptions } from './network-design.ts';

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
export const network: LearnerKind<NetworkOptions> = denseLearnerKind(networkDesign, {
  title: 'Neural network',
  summary:
    'Layers of small units that learn how features act together: stronger than a linear model where effects bend or depend on each other.',
  check: ({ hidden, activation, layerNorm, dropout }) => {
    checkLayers(hidden, activation);
    checkLayerNorm(layerNorm);
    checkDropout(dropout);
  },
});
