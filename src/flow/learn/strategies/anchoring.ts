import type { Strategy } from '../../../core/strategy.ts';
import { experienceReplay } from './experience-replay.ts';
import { fisherOf } from './fisher.ts';
import { joinAnchors } from './join-anchors.ts';

type Numbers = Float32Array<ArrayBuffer>;
interface Pull {
  readonly strength: Numbers;
  readonly parameters: Numbers;
}

/** The lambda of EWC. */
const OWN = 100;

/** A strategy that pulls by Fisher information. */
export function anchoring(about: {
  readonly kind: string;
  /** The pull after an update, of that before it, the new rows' Fisher information, and the weights that were learnt. */
  readonly join: (before: Pull, fisher: Numbers, parameters: Numbers) => Pull;
}): Strategy {
  const { kind, join } = about;
  return {
    kind,
    remembersOutputs: false,
    needs: () => ({ anchor: { parameters: new Float32Array(), strength: new Float32Array() } }),
    lesson(arrival) {
      const lesson = experienceReplay.lesson(arrival);
      const { shape, strength: factor, kept } = arrival;
      const { strength, parameters } = kept;
      if (!strength || !parameters) return lesson;
      const own = {
        parameters: parameters.data as Numbers,
        strength: (strength.data as Numbers).map((value) => OWN * factor * value),
      };
      return { ...lesson, training: { anchor: joinAnchors(shape, lesson.training.anchor, own) } };
    },
    async keep(learnt) {
      const { state, kept } = learnt;
      const none = new Float32Array(state.parameters.length);
      const before = {
        strength: (kept['strength']?.data ?? none) as Numbers,
        parameters: (kept['parameters']?.data ?? none) as Numbers,
      };
      const { strength, parameters } = join(before, await fisherOf(learnt), state.parameters);
      const shape = [none.length];
      return { strength: { shape, data: strength }, parameters: { shape, data: parameters } };
    },
  };
}
