import { type CodedColumn, MISSING_CODE, type NumberColumn } from '../../../core/column.ts';
import type { FittedStep, Step } from '../../../core/recipe.ts';
import { columnOf, type Table } from '../../../core/table.ts';
import { countCodes } from '../count-labels.ts';
import { coded, placesOf } from './coded.ts';
import { replaceColumns } from './replace-columns.ts';

type CategoryIndexOptions = { readonly minimumCount: number; readonly maximumLabels: number };

type CategoryIndexState = {
  readonly [column: string]: {
    /** The labels that have an index of their own, by their code units; that of the first is 1. */
    readonly labels: readonly string[];
    readonly hasMissing: boolean;
  };
};

/**
 * The index of each category in place of its label, for columns of so many labels that a feature for each would be too much: a
 * learner gives every index numbers of its own (an embedding).
 *
 * Labels in fewer than `minimumCount` training rows (5), those beyond the `maximumLabels` (10,000) most frequent and labels never
 * seen share the index 0. A missing cell has the last index if training rows had missing cells; if not, it is 0 too.
 *
 * Takes category, text and identifier columns; throws `column-kind` for others.
 *
 * @example
 * const table: Table = {
 *   rows: 4,
 *   columns: [{ kind: 'category', name: 'city', values: Uint32Array.of(0, 1, 0, 2), dictionary: ['Ulm', 'Bern', 'Aix'] }],
 * };
 * const state = categoryIndex.fit(table, ['city'], { minimumCount: 1, maximumLabels: 100 });
 * categoryIndex.apply(table, ['city'], categoryIndex.defaults, state).columns[0]!.values // Float64Array [3, 2, 3, 1]
 */
export const categoryIndex: Step<CategoryIndexOptions, CategoryIndexState> = {
  kind: 'category-index',
  summary:
    'Gives each label of a category with many of them its number, so that a model can learn what it stands for.',
  defaults: { minimumCount: 5, maximumLabels: 10_000 },

  fit(table, columns, options) {
    return Object.fromEntries(
      columns.map((name) => {
        const column = coded('category-index', columnOf(table, name));
        const hasMissing = column.values.includes(MISSING_CODE);
        return [name, { labels: frequentLabels(column, options), hasMissing }];
      }),
    );
  },

  apply,
};

/** For those who fit nothing. */
export const fittedCategoryIndex: FittedStep<CategoryIndexOptions, CategoryIndexState> = {
  kind: 'category-index',
  apply,
};

function apply(
  table: Table,
  columns: readonly string[],
  _options: CategoryIndexOptions,
  state: CategoryIndexState,
): Table {
  return replaceColumns(table, columns, (column) => {
    const { labels, hasMissing } = state[column.name]!;
    const whole = coded('category-index', column);
    const places = placesOf(whole, labels);
    const missing = hasMissing ? labels.length + 1 : 0;
    const values = Float64Array.from(whole.values, (code) =>
      code === MISSING_CODE ? missing : (places[code]! + 1) % (labels.length + 1),
    );
    return [{ kind: 'number', name: column.name, values } satisfies NumberColumn];
  });
}

function frequentLabels(
  column: CodedColumn,
  { minimumCount, maximumLabels }: CategoryIndexOptions,
): readonly string[] {
  const counts = countCodes(column);
  return Array.from(counts.keys())
    .filter((code) => counts[code]! >= Math.max(1, minimumCount))
    .sort((one, other) => counts[other]! - counts[one]! || one - other)
    .slice(0, maximumLabels)
    .map((code) => column.dictionary[code]!)
    .sort();
}
