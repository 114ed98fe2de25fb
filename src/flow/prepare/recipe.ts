import type { Column } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import { CHUNK_ROWS } from '../../core/reader.ts';
import type { Recipe, RecipeStep, Step } from '../../core/recipe.ts';
import { findColumn, type Table } from '../../core/table.ts';
import { convertColumn } from './convert-column.ts';
import { fieldOf, profileTable } from './profile.ts';
import { freshName } from './steps/replace-columns.ts';

export { rowNotes } from './row-notes.ts';

/** Finds a step by its kind; throws where there is none. */
export type FindStep = (kind: string) => Step;

/** The largest magnitude that a feature may have: that of a Float32. */
const LARGEST = 3.4028234663852886e38;

/**
 * Learns what every step of a recipe has to know, from training rows alone.
 *
 * Each step is fitted on what the steps before it make of the training rows. Only columns that a later step reads are
 * made in full, so that fitting needs little more memory than the training rows themselves.
 *
 * @returns the recipe with the state of each step, with its inputs as they are in the training rows, and with the
 * names of its features
 * @throws PerennialError `missing-column`; `column-kind`; `no-features` where nothing is left to learn from
 */
export function fitRecipe(recipe: Recipe, training: Table, findStep: FindStep): Recipe {
  let table = takeInputs(recipe, training);
  const inputs = profileTable(table).map(fieldOf);
  let prototype = sliceRows(table, 0, 0);
  const steps: RecipeStep[] = [];
  for (const [index, { kind, columns, options }] of recipe.steps.entries()) {
    const step = findStep(kind);
    const state = step.fit(table, columns, options);
    steps.push({ kind, columns, options, state });
    const passed = new Set(
      prototype.columns.map(({ name }) => name).filter((name) => !columns.includes(name)),
    );
    prototype = step.apply(prototype, columns, options, state);
    const later = new Set(recipe.steps.slice(index + 1).flatMap((next) => next.columns));
    if (prototype.columns.some(({ name }) => later.has(name) && !passed.has(name)))
      table = step.apply(keepColumns(table, new Set([...later, ...columns])), columns, options, state);
    table = keepColumns(table, later);
  }
  const features = featureNames(prototype.columns);
  if (features.length === 0)
    throw new PerennialError(
      'no-features',
      'no column is left that a model could learn from: every step came out empty; include another column',
      { stage: 'prepare' },
    );
  return { inputs, steps, features };
}

/**
 * A table as a matrix, by what was learnt when the recipe was fitted.
 *
 * Columns may come in another order and beside others; a column may come as another kind wherever its cells can be read
 * in one way only (`convertColumn`). Every value of the matrix is finite. Needs the matrix and 65,536 rows of the steps'
 * columns at a time.
 *
 * @throws PerennialError `not-fitted`; `missing-column`, naming the column; `column-kind`, naming column, cell and row;
 * `not-finite` where the recipe has no step that fills a missing cell
 */
export function applyRecipe(recipe: Recipe, table: Table, findStep: FindStep): Matrix {
  const { features } = recipe;
  if (features.length === 0)
    throw new PerennialError('not-fitted', 'the recipe is not fitted yet: fit it on training rows first', {
      stage: 'prepare',
    });
  const inputs = takeInputs(recipe, table);
  const data = new Float32Array(table.rows * features.length); // (rows, features)
  for (let start = 0; start < table.rows; start += CHUNK_ROWS) {
    let chunk = sliceRows(inputs, start, Math.min(start + CHUNK_ROWS, table.rows));
    for (const { kind, columns, options, state } of recipe.steps)
      chunk = findStep(kind).apply(chunk, columns, options, state);
    writeRows(chunk, features, data, start);
  }
  return { rows: table.rows, features, data };
}

/** The recipe's inputs in their order, of the kinds that were learnt. */
function takeInputs(recipe: Recipe, table: Table): Table {
  const absent = recipe.inputs.filter(({ name }) => !findColumn(table, name)).map(({ name }) => name);
  if (absent.length > 0) {
    const names = absent.map((name) => `"${name}"`).join(', ');
    const there = table.columns.map(({ name }) => `"${name}"`).join(', ');
    throw new PerennialError(
      'missing-column',
      `the table lacks ${absent.length === 1 ? 'the column' : 'the columns'} ${names}, from which the model learnt; it has ${there || 'no columns at all'}`,
      { stage: 'prepare', details: { column: absent[0]! } },
    );
  }
  return {
    rows: table.rows,
    columns: recipe.inputs.map((field) => convertColumn(findColumn(table, field.name)!, field)),
  };
}

function keepColumns(table: Table, names: ReadonlySet<string>): Table {
  return { rows: table.rows, columns: table.columns.filter(({ name }) => names.has(name)) };
}

function sliceRows(table: Table, start: number, end: number): Table {
  const columns = table.columns.map(
    (column) => ({ ...column, values: column.values.subarray(start, end) }) as Column,
  );
  return { rows: end - start, columns };
}

function featureNames(columns: readonly Column[]): readonly string[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    if (column.kind === 'number' || column.kind === 'boolean') return freshName(column.name, taken);
    throw new PerennialError(
      'column-kind',
      `the recipe leaves "${column.name}" as it is, of kind ${column.kind}: a model needs numbers; add a step that encodes it`,
      { stage: 'prepare', details: { column: column.name, kind: column.kind } },
    );
  });
}

function writeRows(
  chunk: Table,
  features: readonly string[],
  data: Float32Array<ArrayBuffer>,
  start: number,
): void {
  const width = features.length;
  for (let feature = 0; feature < width; feature++) {
    const column = chunk.columns[feature]!;
    for (let row = 0, at = start * width + feature; row < chunk.rows; row++, at += width) {
      const value = column.values[row]!;
      if (Number.isNaN(value) || (column.kind === 'boolean' && value > 1))
        throw new PerennialError(
          'not-finite',
          `feature "${features[feature]}" has no value in row ${start + row + 1}: add a step that fills missing cells`,
          { stage: 'prepare', details: { feature: features[feature]!, row: start + row + 1 } },
        );
      data[at] = value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST : value;
    }
  }
}
