import type { BooleanColumn, Column, NumberColumn } from '../../../core/column.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { FittedStep, Step } from '../../../core/recipe.ts';
import { columnOf, type Table } from '../../../core/table.ts';
import { sortNumbers } from '../../../math/sort.ts';
import { isCoded, medianOf, presentValues } from '../present.ts';
import { freshName, refuseKind, replaceColumns } from './replace-columns.ts';

type ImputeState = {
  readonly [column: string]: { readonly median: number; readonly indicator: string | null };
};

/**
 * Puts the training rows' median where a number is missing; a yes or no becomes 1 or 0.
 *
 * The median, not the mean: a few extreme values do not move it. That a cell was missing may itself tell something, so
 * a column with missing training cells gets a second column, "NAME is missing", of 0 and 1. A column without
 * any value is filled with 0; infinite values count as missing.
 *
 * Takes number and boolean columns; throws `column-kind` for others. Source: Rubin, "Inference and missing data" (1976);
 * the values are those of scikit-learn's SimpleImputer(strategy="median", add_indicator=True).
 *
 * @example
 * const table: Table = { rows: 3, columns: [{ kind: 'number', name: 'age', values: Float64Array.of(20, NaN, 40) }] };
 * const state = impute.fit(table, ['age'], {}); // { age: { median: 30, indicator: 'age is missing' } }
 * impute.apply(table, ['age'], {}, state).columns.map(({ values }) => [...values]) // [[20, 30, 40], [0, 1, 0]]
 */
export const impute: Step<JsonObject, ImputeState> = {
  kind: 'impute',
  summary:
    'Fills missing numbers with the median of the training rows, and notes in a column of its own that they were missing.',
  defaults: {},

  fit(table, columns, _options, taken) {
    return Object.fromEntries(
      columns.map((name) => {
        const column = numberOrBoolean(columnOf(table, name));
        const present = presentValues(column);
        const hasMissing = present.length < column.values.length;
        const indicator = hasMissing ? freshName(`${name} is missing`, new Set(), taken) : null;
        sortNumbers(present);
        return [name, { median: medianOf(present), indicator }];
      }),
    );
  },

  apply,
};

/** For those who fit nothing. */
export const fittedImpute: FittedStep<JsonObject, ImputeState> = { kind: 'impute', apply };

function apply(table: Table, columns: readonly string[], _options: JsonObject, state: ImputeState): Table {
  return replaceColumns(table, columns, (column) => {
    const { median, indicator } = state[column.name]!;
    const { values, missing } = fill(numberOrBoolean(column), median);
    const filled: NumberColumn = { kind: 'number', name: column.name, values };
    return indicator === null ? [filled] : [filled, { kind: 'number', name: indicator, values: missing }];
  });
}

function numberOrBoolean(column: Column): NumberColumn | BooleanColumn {
  if (isCoded(column) || column.kind === 'time') return refuseKind('impute', column, 'number or boolean');
  return column;
}

function fill(column: NumberColumn | BooleanColumn, median: number) {
  const largest = column.kind === 'boolean' ? 1 : Number.MAX_VALUE;
  const values = new Float64Array(column.values.length);
  const missing = new Float64Array(column.values.length);
  for (let row = 0; row < values.length; row++) {
    const value = column.values[row]!;
    const isPresent = Math.abs(value) <= largest;
    values[row] = isPresent ? value : median;
    missing[row] = isPresent ? 0 : 1;
  }
  return { values, missing };
}
