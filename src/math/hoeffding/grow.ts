import { ClassLeaf } from './class-leaf.ts';
import { inheritance, rankSplits, type Split } from './class-split.ts';
import type { Watched } from './watched.ts';

/** When a leaf becomes a test. */
export interface GrowthOptions {
  /** Weight that a leaf gathers between two looks for a split. */
  readonly gracePeriod: number;
  /** The probability that the chosen feature is not the best one (delta of Hoeffding's bound). */
  readonly splitRisk: number;
  /** Where the bound is below this, the best two are so near each other that either will do (tau). */
  readonly tieThreshold: number;
}

/** A leaf of which more than this share is one class has nothing to split. */
const mostShare = 0.99;

/**
 * Looks whether a leaf should become a test: where the best one is better than the second best by more than Hoeffding's bound, or both
 * are as good (Domingos & Hulten 2000). A leaf without a possible test begins to watch anew.
 */
export function chooseSplit(leaf: ClassLeaf, options: GrowthOptions): Split | null {
  const total = leaf.total;
  if (total - leaf.lookedAt < options.gracePeriod) return null;
  leaf.lookedAt = total;
  let most = 0;
  let present = 0;
  for (const weight of leaf.weights) {
    most = Math.max(most, weight);
    if (weight > 0) present++;
  }
  if (present < 2) return null;
  if (most / total > mostShare) {
    leaf.forget();
    return null;
  }
  const { split, merit, second } = rankSplits(leaf);
  const range = Math.log2(Math.max(2, leaf.classes.length));
  const bound = Math.sqrt((range * range * Math.log(1 / options.splitRisk)) / (2 * total));
  if (!(merit - second > bound || bound < options.tieThreshold)) return null;
  if (split === null) leaf.forget();
  return split;
}

/** The leaves that take a split leaf's place. */
export function splitLeaf(leaf: ClassLeaf, split: Split, watch: () => Watched): (ClassLeaf | null)[] {
  return inheritance(leaf, split).map((stats) => {
    if (!stats) return null;
    const child = new ClassLeaf(leaf.depth + 1, watch());
    for (let i = 0; i < stats.length; i += 2) child.add(stats[i]!, stats[i + 1]!);
    child.lookedAt = child.total;
    return child;
  });
}
