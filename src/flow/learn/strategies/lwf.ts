import type { DenseKeeping, DenseShape } from '../../../core/dense.ts';
import type { Strategy } from '../../../core/strategy.ts';
import { experienceReplay } from './experience-replay.ts';

const TEMPERATURE = 2;

/**
 * Learning without forgetting: the new rows keep, beside their labels, what the network made of them before it learnt them, softened by a
 * temperature of 2; of a value, by squares (Li & Hoiem, "Learning without forgetting", ECCV 2016). The strength is the paper's
 * lambda, whose own is 1. All outputs are kept, for every class is one that the network has an opinion of.
 */
export const lwf: Strategy = {
  kind: 'lwf',
  remembersOutputs: false,
  needs: (shape) => ({ keeping: keepingOf(shape) }),
  lesson(arrival) {
    const lesson = experienceReplay.lesson(arrival);
    const { shape, state, forward, fresh, strength } = arrival;
    const rows = fresh.y.length + lesson.replay.y.length;
    const kept = { outputs: new Float32Array(rows * shape.outputs), weights: new Float32Array(rows) };
    kept.outputs.set(forward(shape, state.parameters, fresh.x.data, fresh.x.rows));
    kept.weights.fill(strength, 0, fresh.y.length);
    return {
      ...lesson,
      training: { ...lesson.training, keeping: keepingOf(shape) },
      data: { kept },
    };
  },
};

function keepingOf({ loss }: DenseShape): DenseKeeping {
  return loss === 'softmax' || loss === 'sigmoid'
    ? { kind: 'softened', temperature: TEMPERATURE }
    : { kind: 'squared' };
}
