import { PerennialError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { JobContext } from '../../core/progress.ts';
import type { FindFittedStep, Recipe } from '../../core/recipe.ts';
import { inOneGo, letOthersIn, type Sliced } from '../../core/sliced.ts';
import { sliceRows, type Table } from '../../core/table.ts';
import { convertColumn } from './convert-column.ts';

/** What is prepared at a time: some ten milliseconds of work, and little enough to stay in the processor's cache. */
const SLICE_ROWS = 8192;
const SLICE_CELLS = 1 << 18;

/** The largest magnitude that a feature may have: that of a Float32. */
const LARGEST = 3.4028234663852886e38;

/**
 * A table as a matrix, by what was learnt when the recipe was fitted.
 *
 * Columns may come in another order and beside others; a column may come as another kind wherever its cells can be read
 * in one way only (`convertColumn`). Every value of the matrix is finite, or NaN where the recipe keeps what is missing. Needs the matrix and at most 8,192 rows of the
 * steps' columns at a time. Done in one go: for a row or a few thousand; `applyRecipeTo` is for more.
 *
 * @throws PerennialError `not-fitted`; `missing-column`, naming the column; `column-kind`, naming column, cell and row;
 * `not-finite` where the recipe has no step that fills a missing cell, and does not keep it either
 */
export function applyRecipe(recipe: Recipe, table: Table, findStep: FindFittedStep): Matrix {
  const { features } = recipe;
  const data = new Float32Array(table.rows * features.length); // (rows, features)
  inOneGo(writeSliced(recipe, table, findStep, data, 0));
  return { rows: table.rows, features, data };
}

/**
 * The same, written into a matrix that is there already: a large table is prepared chunk by chunk, and no more than the matrix
 * and a chunk is held. Lets other messages in after every 8,192 rows at most.
 *
 * @param into (rows, features) of the whole matrix
 * @param startRow the matrix's row that the table's first row becomes; errors count rows from it
 * @throws PerennialError `cancelled`, and those of `applyRecipe`
 */
export async function applyRecipeTo(
  recipe: Recipe,
  table: Table,
  findStep: FindFittedStep,
  into: Float32Array,
  startRow: number,
  context: Pick<JobContext, 'signal'>,
): Promise<void> {
  await letOthersIn(writeSliced(recipe, table, findStep, into, startRow), context);
}

function* writeSliced(
  recipe: Recipe,
  table: Table,
  findStep: FindFittedStep,
  into: Float32Array,
  startRow: number,
): Sliced<void> {
  const { features } = recipe;
  if (features.length === 0)
    throw new PerennialError('not-fitted', 'the recipe is not fitted yet: fit it on training rows first', {
      stage: 'prepare',
    });
  const inputs = takeInputs(recipe, table, startRow);
  const steps = recipe.steps.map((fitted) => ({ ...fitted, step: findStep(fitted.kind) }));
  const rows = Math.min(SLICE_ROWS, Math.ceil(SLICE_CELLS / features.length));
  for (let start = 0; start < table.rows; start += rows) {
    let slice = sliceRows(inputs, start, Math.min(start + rows, table.rows));
    for (const { step, columns, options, state } of steps)
      slice = step.apply(slice, columns, options, state as JsonObject);
    writeRows(slice, recipe, into, startRow + start);
    yield;
  }
}

/** The recipe's inputs in their order, of the kinds that were learnt. */
function takeInputs({ inputs }: Recipe, table: Table, startRow: number): Table {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const absent = inputs.filter(({ name }) => !columns.has(name)).map(({ name }) => name);
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
    columns: inputs.map((field) => convertColumn(columns.get(field.name)!, field, startRow)),
  };
}

function writeRows(
  slice: Table,
  { features, keepsMissing = false }: Recipe,
  into: Float32Array,
  start: number,
): void {
  const width = features.length;
  for (let feature = 0; feature < width; feature++) {
    const column = slice.columns[feature]!;
    for (let row = 0, at = start * width + feature; row < slice.rows; row++, at += width) {
      const value = column.values[row]!;
      if (Number.isNaN(value) || (column.kind === 'boolean' && value > 1)) {
        if (keepsMissing) {
          into[at] = NaN;
          continue;
        }
        throw new PerennialError(
          'not-finite',
          `feature "${features[feature]}" has no value in row ${start + row + 1}: add a step that fills missing cells`,
          { stage: 'prepare', details: { feature: features[feature]!, row: start + row + 1 } },
        );
      }
      into[at] = value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST : value;
    }
  }
}
