import type { Importance, PermutationImportance } from '../../../core/importance.ts';
import { countText, numberText, shareText } from '../../parts/format.ts';

export type ImportanceMeasure = 'shuffled' | 'gain' | 'splits';

/** How a measure is offered and what it says. */
export const MEASURES: Readonly<
  Record<ImportanceMeasure, { readonly title: string; readonly meaning: string }>
> = {
  shuffled: {
    title: 'Shuffled',
    meaning:
      'It is about this model, not about the world: of two columns that say the same, each may seem not to matter, since the model still sees the other.',
  },
  gain: {
    title: 'Gain',
    meaning:
      'What the splits by a column gained while the trees grew, as a share of all gains. It says what was used of training rows, and favours columns of many different values.',
  },
  splits: {
    title: 'Splits',
    meaning:
      'How often the trees ask for a column. A column that is asked for often, each time for little, stands higher here than it matters.',
  },
};

/** One column as it is drawn: its bar from 0 to 1 of the widest, and its number. */
export interface ImportanceLine {
  readonly column: string;
  readonly share: number;
  /** How far the bar may be off, as a share of the widest as well; 0 where nothing is drawn at random. */
  readonly spread: number;
  readonly text: string;
  /** A second number, where there is one. */
  readonly besides: string;
}

/** What it was measured by, of a model's importance: all that there are, the best first. */
export function measuresOf({ permutation, use }: Importance): readonly ImportanceMeasure[] {
  return [...(permutation ? (['shuffled'] as const) : []), ...(use ? (['gain', 'splits'] as const) : [])];
}

/** Every column by this measure, the one that matters most first. */
export function linesOf(
  { permutation, use }: Importance,
  measure: ImportanceMeasure,
): readonly ImportanceLine[] {
  if (measure === 'shuffled') {
    const columns = permutation?.columns ?? [];
    const widest = Math.max(0, ...columns.map(({ rise, spread }) => rise + spread)) || 1;
    const digits = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(widest))));
    return columns.map(({ column, rise, spread, errorRise }) => ({
      column,
      share: Math.max(0, rise / widest),
      spread: spread / widest,
      text: `${signed(rise, digits)} ± ${fixed(spread, digits)}`,
      besides: errorRise === null ? '' : pointsText(errorRise),
    }));
  }
  const columns = [...(use ?? [])];
  if (measure === 'splits') columns.sort((a, b) => b.splits - a.splits);
  const sizeOf = (each: (typeof columns)[number]): number =>
    measure === 'gain' ? each.gainShare : each.splits;
  const widest = Math.max(0, ...columns.map(sizeOf)) || 1;
  return columns.map((each) => ({
    column: each.column,
    share: sizeOf(each) / widest,
    spread: 0,
    text: measure === 'gain' ? shareText(each.gainShare) : countText(each.splits),
    besides: '',
  }));
}

/**
 * What shuffling the first column does, in a sentence.
 *
 * @example
 * topText({ rows: 90, repeats: 5, loss: 'absolute-error', before: 2, errorBefore: null, columns: [{ column: 'age', rise: 1, spread: 0.1, errorRise: null }] })
 * // "It looks most at “age”: where that is shuffled, answers are off by 3 on average instead of 2."
 */
export function topText({ loss, before, errorBefore, columns }: PermutationImportance): string {
  const top = columns[0];
  if (!top || top.rise <= 0) return 'No column matters by itself: shuffled, none makes the answers worse.';
  const most = `It looks most at “${top.column}”: where that is shuffled,`;
  if (loss === 'absolute-error')
    return `${most} answers are off by ${numberText(before + top.rise, 3)} on average instead of ${numberText(before, 3)}.`;
  const [right, after] = [1 - errorBefore!, 1 - errorBefore! - top.errorRise!];
  return `${most} ${shareText(after)} of the answers are right instead of ${shareText(right)}.`;
}

/** Which rows it was measured on, and how; of a model that another system trained nobody here knows which ones taught it. */
export function measuredText({ permutation, role }: Importance, isFromElsewhere = false): string {
  if (!permutation || !role) return '';
  const rows = countText(permutation.rows, `${role} row`);
  const said = {
    report: isFromElsewhere
      ? 'some of which it may have learnt elsewhere'
      : 'which neither taught the model nor chose it',
    judge: 'which taught the model nothing, and decided whether it became champion',
    validation: 'which told the model when to stop learning: on others it does a bit worse',
  }[role];
  return `Each column was shuffled ${countText(permutation.repeats, 'time')} among ${rows}, ${said}; ± is the standard deviation over the shuffles.`;
}

function signed(value: number, digits: number): string {
  const text = fixed(Math.abs(value), digits);
  return Number(text.replaceAll(',', '')) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** All numbers of a table to the same digits, so that they can be compared at a glance. */
function fixed(value: number, digits: number): string {
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: 'min2',
  });
}

/** pointsText(0.051) // "+5.1 points" */
function pointsText(share: number): string {
  const points = Math.round(share * 1000) / 10;
  return points === 0 ? '0 points' : `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)} points`;
}
