import type { LearnerKind } from '../../../core/learner.ts';
import { forestKind } from './forest-kind.ts';
import { forestDefaults, type ForestOptions } from './forest-options.ts';

/**
 * Extremely randomised trees (Geurts, Ernst & Wehenkel 2006): one threshold is drawn for each feature that a split looks at, and the best of them is taken; each tree is grown on all rows, and the mean of all answers.
 *
 * @example
 * const data = Float32Array.from({ length: 60 }, (_, row) => row);
 * const y = Float32Array.from(data, (value) => (value < 30 ? 1 : 5));
 * const batch: Batch = { x: { rows: 60, features: ['a'], data }, y, weights: null };
 * const learner = extraTrees.create({ task: 'regression', features: ['a'], classes: [] }, extraTrees.defaults, parts);
 * await learner.fit(batch, batch, { seed: 1, engine: 'auto', context });
 * learner.predict({ rows: 2, features: ['a'], data: Float32Array.of(5, 55) }).values // Float32Array [1, 5]
 */
export const extraTrees: LearnerKind<ForestOptions> = forestKind(
  { kind: 'extra-trees', isRandom: true },
  {
    title: 'Extra trees',
    summary:
      'Like a random forest, but thresholds are drawn at random instead of searched, and each tree learns all rows: smoother answers.',
    defaults: { ...forestDefaults, bag: 'none' },
  },
);
