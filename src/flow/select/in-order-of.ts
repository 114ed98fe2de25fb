import type { Column } from '../../core/column.ts';
import type { Sliced } from '../../core/sliced.ts';
import { orderSliced } from '../../math/sort.ts';

/** The rows by the column's values, ascending; rows of one value in their order. */
export function* inOrderOf(column: Column, rows: Uint32Array): Sliced<Uint32Array<ArrayBuffer>> {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
  const order = yield* orderSliced(values);
  for (let i = 0; i < order.length; i++) order[i] = rows[order[i]!]!;
  return order;
}
