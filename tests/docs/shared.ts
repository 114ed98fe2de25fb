import { classBalancedReservoir } from '../../src/flow/learn/class-balanced-reservoir.ts';
import { experienceReplay } from '../../src/flow/learn/strategies/experience-replay.ts';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import { referenceTrees } from '../../src/compute/reference/trees.ts';
import type { LearnerParts } from '../../src/core/learner.ts';
import { type JobContext, unwatched } from '../../src/core/progress.ts';
import { forward } from '../../src/math/dense.ts';
import { Random } from '../../src/core/random.ts';

/** Names that every example may use besides its own file's exports and those of `src/core`: made anew for each. */
export interface Shared {
  /** Seeded with 1. */
  readonly random: Random;
  /** Of a job that nobody watches or cancels. */
  readonly context: JobContext;
  /** What the catalog hands a learner. */
  readonly parts: LearnerParts;
}

export const sharedNames: readonly (keyof Shared)[] = ['random', 'context', 'parts'];

export function makeShared(): Shared {
  return {
    random: new Random(1),
    context: unwatched,
    parts: {
      chooseEngine: async () => ({ engine: referenceEngine, reason: 'plain TypeScript runs everywhere' }),
      forward,
      chooseTrees: async () => ({ engine: referenceTrees, reason: 'plain TypeScript runs everywhere' }),
      memory: classBalancedReservoir,
      strategy: experienceReplay,
    },
  };
}
