import type { NumberTape } from '../number-tape.ts';

/** What a tree is told of its features and classes. */
export interface TreeProblem {
  /** One an input: 0 where it is a number, else of how many categories it holds the index. */
  readonly categories: readonly number[];
  /** 0 for a regression. */
  readonly classes: number;
}

/**
 * How many numbers a leaf keeps of a numeric feature, class by class, and which is where; `factor` and `offset` make the logarithm of
 * the Gaussian's density of a squared distance.
 */
export const gaussian = {
  ...{ mean: 0, squares: 1, least: 2, most: 3, factor: 4, offset: 5, seen: 6, length: 7 },
} as const;

/**
 * The features that a leaf watches, and where its numbers about each class lie: `gaussian.length` for a numeric feature, one count a
 * category and their sum for the others.
 */
export interface Watched {
  readonly features: readonly number[];
  readonly offsets: readonly number[];
  /** As in TreeProblem, for the features watched. */
  readonly categories: readonly number[];
  readonly length: number;
}

/**
 * @example
 * watch({ categories: [0, 3, 0], classes: 2 }, [1, 2])
 * // { features: [1, 2], offsets: [0, 4], categories: [3, 0], length: 11 }
 */
export function watch(problem: TreeProblem, features: readonly number[]): Watched {
  const offsets: number[] = [];
  const categories: number[] = [];
  let length = 0;
  for (const feature of features) {
    const count = problem.categories[feature]!;
    offsets.push(length);
    categories.push(count);
    length += count ? count + 1 : gaussian.length;
  }
  return { features, offsets, categories, length };
}

const layouts = new WeakMap<TreeProblem, Watched>();

/** One layout of all features for all leaves of a problem, which is what keeps small leaves small. */
export function watchAll(problem: TreeProblem): Watched {
  const known = layouts.get(problem);
  if (known) return known;
  const all = watch(problem, [...problem.categories.keys()]);
  layouts.set(problem, all);
  return all;
}

/** As `watch`; where they are all features, the one layout of all. */
export function layoutOf(problem: TreeProblem, features: readonly number[]): Watched {
  const isAll =
    features.length === problem.categories.length && features.every((feature, i) => feature === i);
  return isAll ? watchAll(problem) : watch(problem, features);
}

/** The numbers of a class where the features of `from` are the first of `to`, perhaps with more categories. */
export function laidOut(
  numbers: Float64Array<ArrayBuffer>,
  from: Watched,
  to: Watched,
): Float64Array<ArrayBuffer> {
  const moved = new Float64Array(to.length);
  from.categories.forEach((count, i) => {
    const at = from.offsets[i]!;
    moved.set(numbers.subarray(at, at + (count || gaussian.length)), to.offsets[i]);
    if (count) moved[to.offsets[i]! + to.categories[i]!] = numbers[at + count]!;
  });
  return moved;
}

/** What a leaf watches, whose `features` were written. */
export function readWatched(tape: NumberTape, problem: TreeProblem): Watched {
  const features = tape.readIndexes(problem.categories.length);
  if (new Set(features).size < features.length) tape.refuse('a leaf watches an input twice');
  return layoutOf(problem, features);
}
