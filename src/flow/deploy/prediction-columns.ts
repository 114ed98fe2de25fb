import type { Column } from '../../core/column.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { Target } from '../../core/schema.ts';

/**
 * A prediction as columns to stand beside a table's own: `predicted COLUMN`, and for a classification
 * `probability LABEL` for each class. A name that is taken gets a number behind it.
 */
export function predictionColumns(
  target: Target,
  prediction: Prediction,
  taken: readonly string[],
): Column[] {
  const names = new Set(taken);
  const name = (wanted: string) => {
    let free = wanted;
    for (let count = 2; names.has(free); count++) free = `${wanted} ${count}`;
    names.add(free);
    return free;
  };
  const answer = name(`predicted ${target.column}`);
  const { rows, outputs, values } = prediction;
  const output = (index: number) =>
    Float64Array.from({ length: rows }, (_, row) => values[row * outputs + index]!);
  if (target.task === 'regression') return [{ kind: 'number', name: answer, values: output(0) }];

  const codes = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * outputs, (row + 1) * outputs);
    codes[row] = own.indexOf(Math.max(...own));
  }
  return [
    { kind: 'category', name: answer, values: codes, dictionary: target.classes },
    ...target.classes.map((label, index): Column => ({
      kind: 'number',
      name: name(`probability ${label}`),
      values: output(index),
    })),
  ];
}
