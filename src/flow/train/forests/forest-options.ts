import { PerennialError } from '../../../core/errors.ts';
import type { Problem } from '../../../core/learner.ts';
import type { TreeGrowth } from '../../../core/trees.ts';
import { checkChoice, checkNumber, count, notNegative, type OptionRule } from '../check-option.ts';

/** What forests can be told. */
export type ForestOptions = {
  readonly trees: number;
  /** replacement: each tree is grown on as many rows as there are, drawn with replacement (Breiman 2001); none: on all of them. */
  readonly bag: 'replacement' | 'none';
  /** Rows that a tree is grown on at most: of more, so many are drawn, so that time, memory and the size of the model do not grow with the table. */
  readonly bagRows: number;
  /**
   * The share of features that each split looks at. 0: the square root of their number for classes, all of them for values, as scikit-learn does: with a third of
   * them, as Breiman (2001) has it, R2 on the hours of bike-hour is .93 instead of .95, for few of their features say much.
   */
  readonly splitFeatures: number;
  /**
   * Leaves of a tree at most; 0: any number, as for `depth`, the splits between root and leaf. While a tree grows, every leaf that waits holds 16 bytes for
   * each range of each feature: with a limit all that it allows, without one no more than the logarithm of the rows to the base 2.
   */
  readonly leaves: number;
  readonly depth: number;
  /** Different rows that a leaf has at least, which weigh together as much as so many do on average. 1: the mean of the trees smooths what each learns by heart. */
  readonly leafRows: number;
  /** Ranges that a number is cut into at most, from so many rows drawn at random. */
  readonly bins: number;
  readonly binRows: number;
  /** How little a rare category is trusted where categories are put in order. */
  readonly categorySmoothing: number;
  readonly categoryLimit: number;
  /** When it learns on: trees are added, the values of leaves are refitted, or both, refitting first. */
  readonly update: 'append' | 'refit' | 'both';
  readonly updateTrees: number;
  /** How much of its old value a leaf keeps when it is refitted, 0 to 1. */
  readonly refitDecay: number;
  /** Trees kept at most; where more would come, either the oldest go or those without which the loss rises least. */
  readonly mostTrees: number;
  readonly prune: 'least-useful' | 'oldest';
  /** Old rows replayed for each new one. */
  readonly replayRatio: number;
  /** Old rows kept for replay at most. */
  readonly memoryRows: number;
};

export const forestDefaults: ForestOptions = {
  trees: 100,
  bag: 'replacement',
  bagRows: 20_000,
  splitFeatures: 0,
  leaves: 0,
  depth: 0,
  leafRows: 1,
  bins: 255,
  binRows: 50_000,
  categorySmoothing: 10,
  categoryLimit: 32,
  update: 'append',
  updateTrees: 20,
  refitDecay: 0.9,
  mostTrees: 300,
  prune: 'oldest',
  replayRatio: 1,
  memoryRows: 2000,
};

const share: OptionRule = { isWhole: false, least: 0, most: 1 };
const limit = (most: number): OptionRule => ({ isWhole: true, least: 0, most });

type Named = 'bag' | 'update' | 'prune';
const rules: { readonly [name in keyof Omit<ForestOptions, Named>]: OptionRule } = {
  trees: count,
  bagRows: count,
  splitFeatures: share,
  leaves: limit(4096),
  depth: limit(1000),
  leafRows: count,
  bins: { isWhole: true, least: 2, most: 255 },
  binRows: { isWhole: true, least: 100 },
  categorySmoothing: notNegative,
  categoryLimit: count,
  updateTrees: count,
  refitDecay: share,
  mostTrees: count,
  replayRatio: notNegative,
  memoryRows: count,
};

/** Throws `options`, naming the first one that cannot be used. */
export function checkForestOptions(options: ForestOptions): void {
  for (const [name, rule] of Object.entries(rules))
    checkNumber(name, options[name as keyof ForestOptions], rule);
  checkChoice('bag', options.bag, ['replacement', 'none']);
  checkChoice('update', options.update, ['append', 'refit', 'both']);
  checkChoice('prune', options.prune, ['least-useful', 'oldest']);
  if (options.leaves === 1)
    throw new PerennialError('options', 'leaves is 1; choose 2 or more, or 0 for any number', {
      stage: 'train',
    });
}

/** A split that takes off less than this share of all that there is to explain is rounding: a leaf of equal rows gains nothing. */
const LEAST_SHARE = 1e-12;

/**
 * How a forest's tree grows by these options: its leaves are means, so nothing pulls them to 0.
 *
 * @param toExplain the sum of squares of all its rows
 */
export function forestGrowth(
  options: ForestOptions,
  { task, features }: Problem,
  { isRandom, toExplain, seed }: Pick<TreeGrowth, 'isRandom' | 'seed'> & { readonly toExplain: number },
): TreeGrowth {
  const width = features.length;
  const usual = task === 'regression' ? 1 : Math.sqrt(width) / width;
  return {
    leaves: options.leaves,
    depth: options.depth,
    leafRows: options.leafRows,
    leafHessian: options.leafRows,
    l1: 0,
    l2: 0,
    minimumGain: LEAST_SHARE * toExplain,
    categorySmoothing: options.categorySmoothing,
    categoryL2: 0,
    categoryLimit: options.categoryLimit,
    treeFeatures: 1,
    splitFeatures: options.splitFeatures || usual,
    isRandom,
    monotone: null,
    interactions: null,
    seed,
  };
}
