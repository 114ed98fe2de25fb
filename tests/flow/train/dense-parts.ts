import type { LearnerParts } from '../../../src/core/learner.ts';
import { referenceEngine } from '../../../src/compute/reference/engine.ts';
import { chooseTrees } from '../../../src/compute/choose-trees.ts';
import { forward } from '../../../src/math/dense.ts';
import { classBalancedReservoir } from '../../../src/flow/learn/class-balanced-reservoir.ts';
import { experienceReplay } from '../../../src/flow/learn/strategies/experience-replay.ts';

/** What learners are built of in these tests: the yardstick engine and the real memory. */
export const denseParts: LearnerParts = {
  chooseEngine: async () => ({ engine: referenceEngine, reason: 'the yardstick' }),
  forward,
  chooseTrees,
  memory: classBalancedReservoir,
  strategy: experienceReplay,
};
