import type { Strategy } from '../../../core/strategy.ts';

/**
 * Experience replay: remembered rows are learnt beside the new ones, and that is all (Chaudhry et al., "On tiny episodic memories in continual
 * learning", 2019).
 */
export const experienceReplay: Strategy = {
  kind: 'experience-replay',
  remembersOutputs: false,
  needs: () => ({}),
  lesson: ({ memory, draws, random, anchor }) => ({
    replay: memory.sample(draws, random),
    training: { anchor },
  }),
};
