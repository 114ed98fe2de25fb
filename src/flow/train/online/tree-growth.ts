import type { TreeOptions } from '../../../math/hoeffding/tree-model.ts';
import { checkNumber, count, notNegative } from '../check-option.ts';

/** How a Hoeffding tree grows, which is the same whether it stands alone or among others. */
export type TreeGrowthOptions = {
  /** The weight of the rows that a leaf takes in between two looks for a split: a look costs as much as some hundred rows. */
  readonly gracePeriod: number;
  /** The probability that a split is not on the best feature (delta): the smaller, the more rows it waits for. */
  readonly splitRisk: number;
  /**
   * Where Hoeffding's bound is below this, the best two features are taken for equally good and the leaf splits (tau): 0.05 by Hulten,
   * Spencer & Domingos (2001).
   */
  readonly tieThreshold: number;
  /** How many numbers of eight bytes it keeps, about: from there on it learns in its leaves and grows no more. */
  readonly mostNumbers: number;
};

export const MOST_NUMBERS = 4_000_000;

/** @param copies of the tree, which share the numbers. */
export function treeGrowth(options: TreeGrowthOptions, copies = 1): TreeOptions {
  const { gracePeriod, splitRisk, tieThreshold, mostNumbers } = options;
  checkNumber('gracePeriod', gracePeriod, count);
  checkNumber('splitRisk', splitRisk, share);
  checkNumber('tieThreshold', tieThreshold, { ...notNegative, most: 1 });
  checkNumber('mostNumbers', mostNumbers, count);
  return { gracePeriod, splitRisk, tieThreshold, most: mostNumbers / copies };
}

/** What a risk may be: 0 would wait for ever. */
export const share = { isWhole: false, least: Number.MIN_VALUE, most: 1 };

/** How many trees, */
export const someTrees = { ...count, most: 1000 };
/** and how often each learns a row in the mean: a Poisson draw takes as long. */
export const someRepeats = { isWhole: false, least: Number.MIN_VALUE, most: 100 };
