import type { Strategy } from '../../../core/strategy.ts';
import { experienceReplay } from './experience-replay.ts';

/** Of half the squared distance, beside 1 for a remembered row's loss. */
const OWN = 0.3;

/**
 * Dark experience replay: remembered rows keep, besides their labels, the raw outputs that the network gave for them once they were
 * learnt; so they hand on what it made of them (Buzzega et al., "Dark experience for general continual learning", NeurIPS 2020:
 * DER++). The strength is what the distance counts: that paper's alpha is a third of it at 10 classes, where its mean over
 * classes is the sum here.
 */
export const derPlusPlus: Strategy = {
  kind: 'der-plus-plus',
  remembersOutputs: true,
  needs: () => ({ keeping: { kind: 'squared' } }),
  lesson(arrival) {
    const lesson = experienceReplay.lesson(arrival);
    const { outputs } = lesson.replay;
    const { fresh, shape, strength } = arrival;
    const rows = fresh.y.length;
    if (!outputs?.length) return lesson;
    const kept = {
      outputs: new Float32Array(rows * shape.outputs + outputs.length),
      weights: new Float32Array(rows + lesson.replay.y.length),
    };
    kept.outputs.set(outputs, rows * shape.outputs);
    kept.weights.fill(OWN * strength, rows);
    return {
      ...lesson,
      training: { ...lesson.training, keeping: { kind: 'squared' } },
      data: { kept },
    };
  },
  async keep({ memory, forward, shape, state, kept }) {
    memory.giveOutputs((x) => forward(shape, state.parameters, x.data, x.rows));
    return kept;
  },
};
