import { PerennialError } from '../../core/errors.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { Recipe } from '../../core/recipe.ts';
import { type Field, MAXIMUM_LABELS } from '../../core/schema.ts';
import type { ForeignTrees, NamedTrees } from '../../flow/deploy/exchange/foreign-trees.ts';
import { labelsOf, ontoLabelIndexes } from '../../flow/deploy/exchange/label-indexes.ts';
import { renameFeatures } from '../../flow/deploy/exchange/rename-features.ts';
import { fieldOf } from '../../flow/prepare/profile.ts';
import { categoryIndex } from '../../flow/prepare/steps/category-index.ts';
import { type GivenColumns, lackOfColumns, matchColumns } from './match-columns.ts';

/** The labels of a feature's categories in the order of their numbers, where the file does not tell them; by the features' names. */
export type GivenLabels = Readonly<Record<string, readonly string[]>>;

/**
 * Trees that came in a file as a model of a table: with the recipe that makes of its columns what they are asked about.
 *
 * @throws PerennialError `missing-column`, naming the features without a column; `column-kind`; `categories`
 */
export function foreignModel(
  foreign: ForeignTrees,
  columns: readonly ColumnProfile[],
  targetColumn: string,
  { labels, matches }: { readonly labels: GivenLabels; readonly matches: GivenColumns },
): { readonly named: NamedTrees; readonly recipe: Recipe } {
  const { features } = foreign.grown.problem;
  const inputs = columnsFor(
    features,
    columns.filter(({ name }) => name !== targetColumn),
    targetColumn,
    matches,
  );
  const labelled = { ...foreign, categories: withLabels(foreign, inputs, labels) };
  const named = ontoLabelIndexes(
    renameFeatures(
      labelled,
      inputs.map(({ name }) => name),
    ),
  );
  const indexed = inputs.filter(({ name }) => Object.hasOwn(named.categories, name));
  for (const [at, column] of inputs.entries())
    if (!indexed.includes(column) && column.kind !== 'number' && column.kind !== 'boolean')
      throw new PerennialError(
        'column-kind',
        `the file asks for "${features[at]!}" as a number, but the column "${column.name}" is of kind ${column.kind}; give it a column of numbers`,
        { stage: 'deploy', details: { column: column.name } },
      );
  const step = {
    kind: categoryIndex.kind,
    columns: indexed.map(({ name }) => name),
    options: categoryIndex.defaults,
    state: Object.fromEntries(
      indexed.map(({ name }) => {
        const names = named.categories[name]!;
        return [name, { labels: [...labelsOf(names)], hasMissing: names.hasMissing }];
      }),
    ),
  };
  const fields = inputs.map((column) =>
    indexed.includes(column) ? codedField(column, labelsOf(named.categories[column.name]!)) : fieldOf(column),
  );
  return {
    named,
    recipe: {
      inputs: fields,
      steps: indexed.length > 0 ? [step] : [],
      features: inputs.map(({ name }) => name),
      keepsMissing: true,
    },
  };
}

/** A number that stands for a category is asked for as a label. */
function codedField(column: ColumnProfile, labels: readonly string[]): Field {
  const field = fieldOf(column);
  if (field.kind !== 'number' && field.kind !== 'boolean' && field.kind !== 'time') return field;
  return {
    ...field,
    kind: 'category',
    minimum: null,
    maximum: null,
    labels: labels.slice(0, MAXIMUM_LABELS),
  };
}

function columnsFor(
  features: readonly string[],
  columns: readonly ColumnProfile[],
  targetColumn: string,
  matches: GivenColumns,
): readonly ColumnProfile[] {
  const found = matchColumns(features, columns, matches);
  const missing = features.filter((_, at) => found[at] === null);
  if (missing.length > 0) throw lackOfColumns(features, missing, targetColumn);
  const all = found as readonly ColumnProfile[];
  const twice = all.find((column, at) => all.indexOf(column) < at);
  if (twice)
    throw new PerennialError(
      'missing-column',
      `two of the file's features are the column "${twice.name}"; rename one of them, or choose another column for it`,
      { stage: 'deploy', details: { missing: twice.name } },
    );
  return all;
}

/** The labels of the file, those that were given, and numbers where the column has no others. */
function withLabels(
  { grown, categories }: ForeignTrees,
  inputs: readonly ColumnProfile[],
  given: GivenLabels,
): NamedTrees['categories'] {
  const { features, categories: counts = {} } = grown.problem;
  return Object.fromEntries(
    features.flatMap((feature, at) => {
      if (!Object.hasOwn(counts, feature)) return [];
      if (Object.hasOwn(categories, feature)) return [[feature, categories[feature]!] as const];
      const labels = Object.hasOwn(given, feature)
        ? given[feature]!
        : numbersFor(inputs[at]!, counts[feature]!);
      if (labels.length < counts[feature]! || new Set(labels).size < labels.length)
        throw new PerennialError(
          'categories',
          `"${feature}" has ${counts[feature]} categories, and ${labels.length} labels were given; give each one of its own`,
          { stage: 'deploy', details: { feature } },
        );
      return [[feature, { labels, hasOther: false, hasMissing: false }] as const];
    }),
  );
}

function numbersFor(column: ColumnProfile, count: number): readonly string[] {
  const areNumbers =
    column.kind === 'number' ||
    (column.labels.length > 0 && column.labels.every((label) => /^\d+$/u.test(label)));
  if (areNumbers) return Array.from({ length: count }, (_, category) => String(category));
  throw new PerennialError(
    'categories',
    `the file knows the categories of "${column.name}" by their numbers alone, and the column has labels; ` +
      'save the model with XGBoost 3.1 or newer, whose files name them, or with LightGBM from a table of pandas; from code say them in `labels`',
    { stage: 'deploy', details: { feature: column.name } },
  );
}
