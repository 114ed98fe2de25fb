import { isMissing, type Column } from '../../../core/column.ts';
import { sortNumbers } from '../../../math/sort.ts';

/** The values of a number or time column that are there, ascending. */
export function presentNumbers(column: Column): Float64Array<ArrayBuffer> {
  const present = new Float64Array(column.values.length);
  let count = 0;
  for (let row = 0; row < present.length; row++)
    if (!isMissing(column, row)) present[count++] = column.values[row]! + 0; // -0 and 0 are one value
  const values = present.slice(0, count);
  sortNumbers(values);
  return values;
}
