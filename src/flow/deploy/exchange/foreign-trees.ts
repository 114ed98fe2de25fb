import type { GrownTrees } from '../../../core/grown-trees.ts';

/** What the indexes of a feature's categories stand for. */
export interface CategoryNames {
  /** One an index; what stands for no label of its own has a name that says so. */
  readonly labels: readonly string[];
  /** Whether the index 0 is that of all other labels. */
  readonly hasOther: boolean;
  /** Whether the last index is that of a missing cell. */
  readonly hasMissing: boolean;
}

/** Trees, and what the numbers that they are asked about stand for. */
export interface NamedTrees {
  readonly grown: GrownTrees;
  /** By the features' names; a feature of categories that is not among them has none but numbers. */
  readonly categories: Readonly<Record<string, CategoryNames>>;
}

export type TreeFormat = 'xgboost' | 'lightgbm';

/** Trees as they came in a file. */
export interface ForeignTrees extends NamedTrees {
  readonly format: TreeFormat;
  /** Whether the file names the classes; else they are called by their numbers. */
  readonly hasClasses: boolean;
  /** What a person should know: what was read otherwise than one might think. */
  readonly notes: readonly string[];
}
