import { LABEL_ORIGINS, type LabelOrigin } from '../../core/feedback.ts';
import { countText } from './format.ts';

/**
 * So many labels of an origin.
 *
 * @example
 * originText('audit', 3) // "3 checks"
 * originText('full-batch', 1) // "1 of full batches"
 */
export function originText(origin: LabelOrigin, count: number): string {
  if (origin === 'full-batch') return `${countText(count)} of full batches`;
  return countText(count, origin === 'audit' ? 'check' : origin);
}

/**
 * How the labels of a batch came to be known.
 *
 * @example
 * originsText({ 'full-batch': 0, audit: 1, confirmation: 0, correction: 12 }) // "1 check, 12 corrections"
 */
export function originsText(counts: Readonly<Record<LabelOrigin, number>>): string {
  return LABEL_ORIGINS.filter((origin) => counts[origin] > 0)
    .map((origin) => originText(origin, counts[origin]))
    .join(', ');
}
