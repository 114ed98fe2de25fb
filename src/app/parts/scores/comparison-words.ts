import type { Comparison } from '../../../core/evaluation.ts';
import type { Verdict } from '../../../core/records.ts';
import { countText, numberText } from '../format.ts';

type Loss = Comparison['loss'];

/** What became of a challenger: the word, and how it is tinted. */
export const VERDICTS: Readonly<
  Record<
    Verdict,
    { readonly title: string; readonly tone: 'positive' | 'warning' | 'negative'; readonly next: string }
  >
> = {
  promoted: {
    title: 'Promoted',
    tone: 'positive',
    next: 'It answers from now on. One click rolls it back.',
  },
  unproven: {
    title: 'Not proven yet',
    tone: 'warning',
    next: 'The champion goes on answering. The challenger stands and goes on learning with the next rows.',
  },
  forgot: {
    title: 'Blocked: it forgot',
    tone: 'negative',
    next: 'The champion goes on answering, and the next challenger starts from it.',
  },
};

/**
 * A loss in its unit: a share of wrong rows in percent, an error in the target's own unit.
 *
 * @example
 * lossText(0.1234, 'error-rate') // "12.3%"
 */
export function lossText(value: number, loss: Loss): string {
  if (!Number.isFinite(value)) return '–';
  return loss === 'error-rate' ? `${(value * 100).toFixed(1)}%` : numberText(value);
}

/**
 * A difference of losses with its sign: points for shares.
 *
 * @example
 * differenceText(-0.021, 'error-rate') // "−2.1 points"
 * differenceText(Infinity, 'absolute-error') // "unbounded"
 */
export function differenceText(value: number, loss: Loss, unit = ''): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return 'unbounded';
  const size = Math.abs(loss === 'error-rate' ? value * 100 : value);
  const text = loss === 'error-rate' ? size.toFixed(size < 0.95 && size > 0 ? 2 : 1) : numberText(size, 3);
  const sign = Number(text.replaceAll(',', '')) === 0 ? '' : value < 0 ? '−' : '+';
  const noun = loss === 'error-rate' ? ' points' : unit && ` ${unit}`;
  return `${sign}${text}${noun}`;
}

/**
 * A size without a sign, such as a budget.
 *
 * @example
 * amountText(0.02, 'error-rate') // "2 points"
 */
export function amountText(value: number, loss: Loss, unit = ''): string {
  if (loss === 'error-rate') return `${numberText(value * 100, 2)} points`;
  return unit ? `${numberText(value, 3)} ${unit}` : numberText(value, 3);
}

/** An interval of differences, its unit said once: "−4.6 to −1.4 points". */
export function intervalText({ low, high, loss }: Comparison, unit = ''): string {
  const bare = (text: string): string => text.replace(/ points$/, '');
  return `${bare(differenceText(low, loss))} to ${differenceText(high, loss, unit)}`;
}

/** What an interval of a difference allows to say. */
export function findingOf({ low, high }: Pick<Comparison, 'low' | 'high'>): 'better' | 'worse' | 'open' {
  if (high < 0) return 'better';
  return low > 0 ? 'worse' : 'open';
}

/** A comparison as a sentence, for those who cannot see its chart. */
export function comparisonSentence(
  comparison: Comparison,
  challenger: string,
  champion: string,
  unit = '',
): string {
  const { rows, loss, difference } = comparison;
  const what = loss === 'error-rate' ? 'is wrong in' : 'is off by';
  const finding = findingOf(comparison);
  const verdict =
    finding === 'open'
      ? 'the interval holds zero: these rows cannot tell which is better'
      : `${challenger} is ${finding}`;
  return (
    `On ${countText(rows, 'row')} ${challenger} ${what} ${lossText(comparison.challenger, loss)}, ` +
    `${champion} ${what} ${lossText(comparison.champion, loss)}: a difference of ${differenceText(difference, loss, unit)} ` +
    `(95% interval ${intervalText(comparison, unit)}); ${verdict}.`
  );
}
