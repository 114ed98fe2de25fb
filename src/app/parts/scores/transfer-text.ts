import type { Transfer } from '../../../core/records.ts';
import { differenceText, lossText } from './comparison-words.ts';

/**
 * What learning batch after batch did to the accuracy, in plain words with the field's terms beside them.
 *
 * @example
 * transferText({ tasks: 3, accuracy: 0.81, backward: -0.02, forward: 0.05, forgetting: 0.03 })
 * // "Over all 3 batches it is right on 81.0%. Since each was learnt that changed by −2.0 points (backward transfer), since its best by −3.0 points (forgetting). Before it was learnt, a batch was answered +5.0 points beside the most frequent label (forward transfer)."
 */
export function transferText({ tasks, accuracy, backward, forward, forgetting }: Transfer): string {
  const points = (value: number) => differenceText(value, 'error-rate');
  const changes = [
    ...(backward === null
      ? []
      : [`Since each was learnt that changed by ${points(backward)} (backward transfer)`]),
    ...(forgetting === null
      ? []
      : [`${backward === null ? 'Since' : 'since'} its best by ${points(-forgetting)} (forgetting)`]),
  ].join(', ');
  return [
    `Over all ${tasks} batches it is right on ${lossText(accuracy, 'error-rate')}`,
    ...(changes && [changes]),
    ...(forward === null
      ? []
      : [
          `Before it was learnt, a batch was answered ${points(forward)} beside the most frequent label (forward transfer)`,
        ]),
  ]
    .map((sentence) => `${sentence}.`)
    .join(' ');
}
