import type { FileDrift } from '../../../../workers/workspace/contract.ts';
import { countText } from '../../parts/format.ts';
import { namesText } from '../../parts/words.ts';

/** A column's values, or how many of its cells are missing, beside what they were. */
export interface ColumnChange {
  readonly column: string;
  readonly of: 'values' | 'missing';
  readonly title: string;
  readonly effectSize: number;
  readonly correctedPValue: number;
  readonly hasDrifted: boolean;
}

/** Everything that was compared, what moved first, and the largest effect first among either. */
export function changesOf({ columns }: Pick<FileDrift, 'columns'>): readonly ColumnChange[] {
  return columns
    .flatMap(({ column, values, missing }): ColumnChange[] => [
      ...(values ? [{ ...values, column, of: 'values' as const }] : []),
      ...(missing.reference + missing.window > 0 ? [{ ...missing, column, of: 'missing' as const }] : []),
    ])
    .sort((a, b) => Number(b.hasDrifted) - Number(a.hasDrifted) || b.effectSize - a.effectSize);
}

/** Which columns moved, in a sentence; a model that another system trained may have learnt other rows than the training rows here. */
export function movedText(drift: Pick<FileDrift, 'columns'>, isFromElsewhere = false): string {
  const names = [
    ...new Set(
      changesOf(drift)
        .filter(({ hasDrifted }) => hasDrifted)
        .map(({ column }) => column),
    ),
  ];
  const known = isFromElsewhere ? 'the training rows here' : 'the rows that it learnt from';
  const all = countText(drift.columns.length, 'column');
  if (names.length === 0)
    return `None of the ${all} that the model reads is distributed otherwise than in ${known}.`;
  const are = names.length === 1 ? 'is' : 'are';
  return `${countText(names.length)} of the ${all} that the model reads ${are} distributed otherwise than in ${known}: ${namesText(names)}.`;
}

/** chanceText(0.00012) // "<0.001" */
export function chanceText(pValue: number): string {
  return pValue < 0.001 ? '<0.001' : pValue.toFixed(3);
}
