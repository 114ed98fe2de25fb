import type { Evaluation } from '../../../core/evaluation.ts';
import type { ModelVersion } from '../../../core/records.ts';
import { numberText } from '../../parts/format.ts';

/** What always answering the same would answer: the most frequent class, or the mean of the training rows. */
export function baselineAnswer({ baseline, target }: Pick<ModelVersion, 'baseline' | 'target'>): string {
  if (baseline.kind === 'mean') return numberText(baseline.mean);
  const { prior } = baseline;
  return target.classes[prior.indexOf(Math.max(...prior))] ?? '';
}

/**
 * An evaluation in plain words, with the baseline in the same breath.
 *
 * @example
 * headlineText(evaluation, version) // "Right in 88 of 100 cases. Always answering “DOWN” would be right in 57."
 */
export function headlineText(
  evaluation: Evaluation,
  version: Pick<ModelVersion, 'baseline' | 'target'>,
): string {
  const find = (name: string) => evaluation.scores.find(({ metric }) => metric === name);
  const accuracy = find('accuracy');
  if (accuracy) {
    const { value, baseline } = accuracy;
    const of = value >= 0.995 && value < 1 ? 1000 : 100;
    return (
      `Right in ${Math.round(value * of).toLocaleString('en')} of ${of.toLocaleString('en')} cases. ` +
      `Always answering “${baselineAnswer(version)}” would be right in ${Math.round(baseline * of).toLocaleString('en')}.`
    );
  }
  const error = find('mae') ?? evaluation.scores[0];
  if (!error) return 'No score could be measured on these rows.';
  return (
    `Off by ${numberText(error.value, 3)} on average. ` +
    `Always answering the mean, ${baselineAnswer(version)}, would be off by ${numberText(error.baseline, 3)}.`
  );
}
