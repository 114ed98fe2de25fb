import type { Strategy } from '../../../core/strategy.ts';
import { experienceReplay } from './experience-replay.ts';

/**
 * Experience replay with asymmetric cross-entropy: new rows tell apart only the classes that they bring, remembered rows all of them; so
 * new classes do not push away what the network makes of the old ones (Caccia et al., "New insights on reducing abrupt representation
 * change in online continual learning", ICLR 2022). Of a problem without several classes, and where nothing is remembered yet,
 * it is plain replay.
 */
export const erAce: Strategy = {
  kind: 'er-ace',
  remembersOutputs: false,
  needs: ({ loss }) => (loss === 'softmax' ? { limitsClasses: true } : {}),
  lesson(arrival) {
    const lesson = experienceReplay.lesson(arrival);
    const { loss, outputs } = arrival.shape;
    const rows = arrival.fresh.y.length;
    const replayed = lesson.replay.y.length;
    if (loss !== 'softmax' || replayed === 0) return lesson;
    const classes = new Uint8Array((rows + replayed) * outputs).fill(1);
    const brought = new Uint8Array(outputs);
    for (const y of arrival.fresh.y) brought[y] = 1;
    for (let row = 0; row < rows; row++) classes.set(brought, row * outputs);
    return { ...lesson, training: { ...lesson.training, limitsClasses: true }, data: { classes } };
  },
};
