import { MISSING_CODE, type NumberColumn } from '../../../core/column.ts';
import type { FittedStep, Step } from '../../../core/recipe.ts';
import { columnOf, type Table } from '../../../core/table.ts';
import { countCodes, mostFrequent } from '../count-labels.ts';
import { coded, placesOf } from './coded.ts';
import { freshName, replaceColumns } from './replace-columns.ts';

type OneHotOptions = { readonly minimumCount: number; readonly maximumLabels: number };

type OneHotState = {
  readonly [column: string]: {
    /** The labels that have a column of their own, by their code units. */
    readonly labels: readonly string[];
    /** The names of the columns made: one a label, "other", and "is missing" where training cells were missing. */
    readonly names: readonly string[];
    readonly hasMissing: boolean;
  };
};

/**
 * One column of 0 and 1 for each label of a category.
 *
 * Labels in fewer than `minimumCount` training rows (5: a weight learnt from fewer is mostly noise), and those beyond the
 * `maximumLabels` (100) most frequent, share the column "other". A label never seen goes there too, so the column
 * is always made: it is what later rows can teach. A missing cell has a column of its own if training rows had missing
 * cells; if not, all columns are 0.
 *
 * Takes category, text and identifier columns; throws `column-kind` for others. The values are those of scikit-learn's
 * OneHotEncoder(min_frequency=5) where each case occurs.
 *
 * @example
 * const table: Table = {
 *   rows: 3,
 *   columns: [{ kind: 'category', name: 'sex', values: Uint32Array.of(0, 1, 0), dictionary: ['f', 'm'] }],
 * };
 * const options = { minimumCount: 2, maximumLabels: 100 };
 * const state = oneHot.fit(table, ['sex'], options);
 * oneHot.apply(table, ['sex'], options, state).columns.map(({ name, values }) => `${name}: ${values.join(' ')}`)
 * // ['sex = f: 1 0 1', 'sex = other: 0 1 0']
 */
export const oneHot: Step<OneHotOptions, OneHotState> = {
  kind: 'one-hot',
  summary: 'Gives each label of a category a column of 0 and 1; rare and unknown labels share one.',
  defaults: { minimumCount: 5, maximumLabels: 100 },

  fit(table, columns, options, taken) {
    return Object.fromEntries(
      columns.map((name) => {
        const column = coded('one-hot', columnOf(table, name));
        const labels = mostFrequent(column.dictionary, countCodes(column), options.maximumLabels)
          .filter(({ count }) => count >= options.minimumCount)
          .map(({ label }) => label)
          .sort();
        const hasMissing = column.values.includes(MISSING_CODE);
        const made = new Set<string>();
        const names = [...labels, 'other'].map((label) => freshName(`${name} = ${label}`, made, taken));
        if (hasMissing) names.push(freshName(`${name} is missing`, made, taken));
        return [name, { labels, names, hasMissing }];
      }),
    );
  },

  apply,
};

/** For those who fit nothing. */
export const fittedOneHot: FittedStep<OneHotOptions, OneHotState> = { kind: 'one-hot', apply };

function apply(table: Table, columns: readonly string[], _options: OneHotOptions, state: OneHotState): Table {
  return replaceColumns(table, columns, (column) => {
    const { labels, names, hasMissing } = state[column.name]!;
    const whole = coded('one-hot', column);
    const places = placesOf(whole, labels);
    const made = names.map((name): NumberColumn => ({
      kind: 'number',
      name,
      values: new Float64Array(table.rows),
    }));
    for (let row = 0; row < table.rows; row++) {
      const code = whole.values[row]!;
      const place = code === MISSING_CODE ? (hasMissing ? labels.length + 1 : -1) : places[code]!;
      if (place >= 0) made[place]!.values[row] = 1;
    }
    return made;
  });
}
