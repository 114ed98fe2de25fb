import type { Strategy } from '../../../core/strategy.ts';
import { experienceReplay } from './experience-replay.ts';

/**
 * Experience replay with asymmetric cross-entropy: new rows tell apart only the classes that they bring, remembered rows, to which new ones belong at once, all of them; so
 * new classes do not push away what the network makes of the old ones (Caccia et al., "New insights on reducing abrupt representation
 * change in online continual learning", ICLR 2022). Of a problem without several classes, and where nothing is remembered yet,
 * it is plain replay.
 */
export const erAce: Strategy = {
  kind: 'er-ace',
  remembersOutputs: false,
  needs: ({ loss }) => (loss === 'softmax' ? { limitsClasses: true } : {}),
  lesson(arrival) {
    const { memory, fresh, random, draws } = arrival;
    const { loss, outputs } = arrival.shape;
    if (loss !== 'softmax' || memory.size === 0 || draws === 0) return experienceReplay.lesson(arrival);
    memory.add(fresh, random);
    const lesson = experienceReplay.lesson(arrival);
    const rows = fresh.y.length;
    const replayed = lesson.replay.y.length;
    const classes = new Uint8Array((rows + replayed) * outputs).fill(1);
    const brought = new Uint8Array(outputs);
    for (const y of fresh.y) brought[y] = 1;
    for (let row = 0; row < rows; row++) classes.set(brought, row * outputs);
    return {
      ...lesson,
      training: { ...lesson.training, limitsClasses: true },
      data: { classes },
      isRemembered: true,
    };
  },
};
