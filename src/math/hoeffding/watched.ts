/** What a tree is told of its features and classes. */
export interface TreeProblem {
  /** One an input: 0 where it is a number, else of how many categories it holds the index. */
  readonly categories: readonly number[];
  readonly classes: number;
}

/** How many numbers a leaf keeps of a numeric feature, class by class, and which is where. */
export const gaussian = { mean: 0, squares: 1, least: 2, most: 3, spread: 4, offset: 5, length: 6 } as const;

/**
 * The features that a leaf watches, and where its numbers about each lie: `gaussian.length` for a numeric feature, one count a
 * category for the others.
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
 * // { features: [1, 2], offsets: [0, 3], categories: [3, 0], length: 9 }
 */
export function watch(problem: TreeProblem, features: readonly number[]): Watched {
  const offsets: number[] = [];
  const categories: number[] = [];
  let length = 0;
  for (const feature of features) {
    const count = problem.categories[feature]!;
    offsets.push(length);
    categories.push(count);
    length += count || gaussian.length;
  }
  return { features, offsets, categories, length };
}
