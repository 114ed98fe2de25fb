import type { LearnerKind } from '../../../core/learner.ts';
import { forestKind } from './forest-kind.ts';
import { forestDefaults, type ForestOptions } from './forest-options.ts';

/**
 * Random forests (Breiman 2001): each tree is grown on rows drawn with replacement and looks at some of the features at each split; the mean of all answers. The rows that a tree was not grown on judge it: the out-of-bag loss, which needs no rows set aside.
 *
 * @example
 * const data = Float32Array.from({ length: 60 }, (_, row) => row);
 * const y = Float32Array.from(data, (value) => (value < 30 ? 1 : 5));
 * const batch: Batch = { x: { rows: 60, features: ['a'], data }, y, weights: null };
 * const learner = randomForest.create({ task: 'regression', features: ['a'], classes: [] }, randomForest.defaults, parts);
 * await learner.fit(batch, batch, { seed: 1, engine: 'auto', context });
 * learner.predict({ rows: 2, features: ['a'], data: Float32Array.of(5, 55) }).values // Float32Array [1, 5]
 */
export const randomForest: LearnerKind<ForestOptions> = forestKind(
  { kind: 'random-forest', isRandom: false },
  {
    title: 'Random forest',
    summary:
      'Many deep trees, each grown on rows and features drawn at random, whose mean answers: robust without tuning, and each row is judged by the trees that did not learn it.',
    defaults: forestDefaults,
  },
);
