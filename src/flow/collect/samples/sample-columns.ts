import type { CodedColumn, NumberColumn } from '../../../core/column.ts';

export function numberColumn(name: string, values: Float64Array<ArrayBuffer>): NumberColumn {
  return { kind: 'number', name, values };
}

/** A category from one label a row, coded in order of first appearance. */
export function categoryColumn(name: string, labels: readonly string[]): CodedColumn {
  const codes = new Map<string, number>();
  const values = new Uint32Array(labels.length);
  for (const [row, label] of labels.entries()) {
    const code = codes.get(label) ?? codes.size;
    codes.set(label, code);
    values[row] = code;
  }
  return { kind: 'category', name, values, dictionary: [...codes.keys()] };
}

/** Which quarter of the rows a row lies in: 0 to 3. */
export function quarterOf(row: number, rows: number): number {
  return Math.floor((4 * row) / rows);
}

/**
 * The first row of each quarter but the first.
 *
 * @example
 * quarterStarts(10) // [3, 5, 8]
 */
export function quarterStarts(rows: number): readonly number[] {
  const starts = [1, 2, 3].map((quarter) => Math.ceil((quarter * rows) / 4));
  return [...new Set(starts)].filter((row) => row > 0 && row < rows);
}
