import type { TreeOptions } from './tree-options.ts';

/** What an update does. */
export interface UpdateStep {
  /** Trees that are added, of each output. */
  readonly rounds: number;
  /** How far each of them goes. */
  readonly learningRate: number;
  /** What a leaf keeps of its value when it is refitted; 1: nothing is refitted. */
  readonly decay: number;
}

/**
 * How far an update goes by the number of its new rows. The options speak of `updateRows` of them: of twice as many, twice as many trees go
 * twice as far, and leaves keep the square of their share, as two updates would leave it. No tree goes further than those of the first
 * training, and there are no more of them. Of a changed concept leaves keep nothing, and trees go as far as those did.
 *
 * @example
 * const first = { trees: 400, mostTrees: 1000, learningRate: 0.1 };
 * const later = { update: 'both', updateRows: 500, updateTrees: 5, updateLearningRate: 0.02, refitDecay: 0.5 } as const;
 * updateStep({ ...first, ...later }, 1000, false) // { rounds: 10, learningRate: 0.04, decay: 0.25 }
 */
export function updateStep(
  options: Pick<
    TreeOptions,
    | 'trees'
    | 'mostTrees'
    | 'learningRate'
    | 'update'
    | 'updateRows'
    | 'updateTrees'
    | 'updateLearningRate'
    | 'refitDecay'
  >,
  rows: number,
  hasConceptChanged: boolean,
): UpdateStep {
  const { update, updateRows, updateTrees, updateLearningRate, refitDecay, learningRate } = options;
  const times = rows / updateRows;
  const rounds = Math.max(1, Math.min(Math.round(times * updateTrees), options.trees, options.mostTrees));
  const share = hasConceptChanged ? 1 : Math.max(1, times) * updateLearningRate;
  return {
    rounds: update === 'refit' ? 0 : rounds,
    learningRate: Math.min(share, Math.max(learningRate, updateLearningRate)),
    decay: update === 'append' ? 1 : hasConceptChanged ? 0 : refitDecay ** times,
  };
}
