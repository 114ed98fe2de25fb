import { referenceTrees } from '../../../src/compute/reference/trees.ts';
import { balancedOn } from '../../../src/flow/learn/balanced-on.ts';
import { KeptRows } from '../../../src/flow/learn/kept-rows.ts';
import { fittedCategoryIndex } from '../../../src/flow/prepare/steps/category-index.ts';
import { fittedDateParts } from '../../../src/flow/prepare/steps/date-parts.ts';
import { takeUpTrees } from '../../../src/flow/train/trees/boosted-trees.ts';
import type { Family } from '../family.ts';

/**
 * Trees: their rows are raw, so that few steps prepare them. They are grown in plain TypeScript: on the rows of a batch, of which the
 * default is 50, the kernels in WebAssembly save nothing (2.4 ms an update of 400 trees either way), and they would take 6 kB.
 */
export const trees = {
  steps: [fittedCategoryIndex, fittedDateParts] as unknown[],
  learners: [{ kind: 'boosted-trees', load: takeUpTrees }],
  parts: {
    memory: balancedOn(KeptRows),
    chooseTrees: async () => ({ engine: referenceTrees, reason: 'the engine of the widget' }),
  },
} as Family;
