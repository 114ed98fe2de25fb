import type { Score } from '../../../core/evaluation.ts';
import type { ModelVersion } from '../../../core/records.ts';
import type { QualityEstimate } from '../../../../workers/workspace/contract.ts';
import { countText } from '../../parts/format.ts';
import { scoreText } from '../../parts/scores/metrics.ts';

/**
 * @example
 * accuracyText({ metric: 'accuracy', value: 0.871, low: 0.85, high: 0.89, baseline: 0.5 }) // "87.1% (85.0–89.0%)"
 */
export function accuracyText({ metric, value, low, high }: Score): string {
  return `${scoreText(metric, value)} (${scoreText(metric, low).replace('%', '')}–${scoreText(metric, high)})`;
}

/** What the version reached where labels were known: on its report rows, or on the rows that judged it. */
export function knownAccuracyText({
  evaluation,
  judgement,
}: Pick<ModelVersion, 'evaluation' | 'judgement'>): string {
  const score = evaluation?.scores.find(({ metric }) => metric === 'accuracy');
  if (evaluation && score)
    return `When labels were known it was ${accuracyText(score)}, on ${countText(evaluation.rows, 'report row')}.`;
  if (judgement?.judging)
    return `When labels were known it was ${scoreText('accuracy', 1 - judgement.judging.challenger)}, on ${countText(judgement.judging.rows, 'row')} that judged it.`;
  return 'What it was when labels were known has not been measured for this version.';
}

export function notEstimatedText({
  reason,
  heldRows,
  fewestRows,
}: Extract<QualityEstimate, { readonly kind: 'not-estimated' }>): string {
  if (reason === 'regression')
    return 'The model answers with a number, which comes without a probability: how far it is off is not estimated without labels. Evaluate it on a labelled file.';
  const there =
    heldRows === 0
      ? 'there is no labelled row that the model has not learnt'
      : `the model has only ${countText(heldRows, 'labelled row')} that it has not learnt`;
  return `The accuracy is not estimated: ${there}, and it takes ${fewestRows} to know what its probabilities are worth. Evaluate it on a labelled file.`;
}
