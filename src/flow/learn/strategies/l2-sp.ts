import type { Strategy } from '../../../core/strategy.ts';
import { experienceReplay } from './experience-replay.ts';
import { joinAnchors } from './join-anchors.ts';

const OWN = 0.1;

/**
 * L2-SP: every weight is pulled back to where it stood before, all alike (Li, Grandvalet & Davoine, "Explicit inductive bias for transfer learning
 * with convolutional networks", ICML 2018).
 */
export const l2Sp: Strategy = {
  kind: 'l2-sp',
  remembersOutputs: false,
  needs: () => ({ anchor: { parameters: new Float32Array(), strength: 1 } }),
  lesson(arrival) {
    const lesson = experienceReplay.lesson(arrival);
    const { shape, state, strength } = arrival;
    const own = { parameters: state.parameters, strength: OWN * strength };
    return { ...lesson, training: { anchor: joinAnchors(shape, lesson.training.anchor, own) } };
  },
};
