import { PerennialError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { JobContext } from '../../core/progress.ts';
import type { FindFittedStep, Recipe } from '../../core/recipe.ts';
import { inOneGo, letOthersIn, type Sliced } from '../../core/sliced.ts';
import type { Table } from '../../core/table.ts';
import { convertColumn } from './convert-column.ts';
import { prepareRows } from './prepare-rows.ts';

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
  if (recipe.features.length === 0)
    throw new PerennialError('not-fitted', 'the recipe is not fitted yet: fit it on training rows first', {
      stage: 'prepare',
    });
  yield* prepareRows(recipe, takeInputs(recipe, table, startRow), findStep, into, startRow);
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
