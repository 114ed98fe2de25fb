import type { Column, CodedColumn, NumberColumn } from '../../core/column.ts';

export function isNumeric(column: Column): column is NumberColumn {
  return column.kind === 'number' || column.kind === 'time';
}

export function isCoded(column: Column): column is CodedColumn {
  return column.kind === 'category' || column.kind === 'text' || column.kind === 'identifier';
}

/** The finite values of a number, time or boolean column, in row order; a false is 0 and a true is 1, and -0 is 0. */
export function presentValues(column: Exclude<Column, CodedColumn>): Float64Array<ArrayBuffer> {
  const { values } = column;
  const largest = column.kind === 'boolean' ? 1 : Number.MAX_VALUE;
  const present = new Float64Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Math.abs(value) <= largest) present[count++] = value + 0;
  }
  return present.subarray(0, count);
}

/**
 * The middle of sorted values: the mean of the two middle ones where their number is even, 0 where there are none.
 * Never -0, which JSON cannot hold.
 */
export function medianOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  if (sorted.length % 2 === 1) return sorted[middle]! + 0;
  return sorted[middle - 1]! / 2 + sorted[middle]! / 2 + 0;
}

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared distances from the mean, divided by `unit` squared. */
  readonly squares: number;
  /** The largest magnitude among the values: taken out of the sums, so that no value is too large for them. */
  readonly unit: number;
}

/** Mean and squared distances in two passes, exact also for values whose sum or square no double can hold. */
export function momentsOf(values: Float64Array): Moments {
  let unit = 0;
  for (const value of values) if (Math.abs(value) > unit) unit = Math.abs(value);
  if (unit === 0) return { count: values.length, mean: 0, squares: 0, unit: 1 };
  let scale = 1;
  if (unit > 1e150 || unit < 1e-150) scale = unit;
  let sum = 0;
  for (const value of values) sum += value / scale;
  const mean = sum / values.length;
  let squares = 0;
  let rest = 0;
  for (const value of values) {
    const distance = value / scale - mean;
    squares += distance * distance;
    rest += distance;
  }
  squares = Math.max(0, squares - (rest * rest) / values.length);
  return { count: values.length, mean: (mean + rest / values.length) * scale + 0, squares, unit: scale };
}

/** The standard deviation of a sample (n - 1), or of a population (n); 0 where there is too little to tell. */
export function deviationOf(moments: Moments, of: 'sample' | 'population'): number {
  const degrees = of === 'sample' ? moments.count - 1 : moments.count;
  return degrees < 1 ? 0 : Math.sqrt(moments.squares / degrees) * moments.unit;
}
