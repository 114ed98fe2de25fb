import type { Column } from '../../core/column.ts';
import { orderOf } from '../../math/sort.ts';

/** The rows by the column's values, ascending; rows of one value in their order. */
export function inOrderOf(column: Column, rows: Uint32Array): Uint32Array<ArrayBuffer> {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
  const order = orderOf(values);
  for (let i = 0; i < order.length; i++) order[i] = rows[order[i]!]!;
  return order;
}
