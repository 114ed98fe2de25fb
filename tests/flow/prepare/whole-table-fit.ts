import type { Column } from '../../../src/core/column.ts';
import type { FindStep, Recipe, RecipeStep } from '../../../src/core/recipe.ts';
import { columnOf, sliceRows, type Table } from '../../../src/core/table.ts';
import { convertColumn } from '../../../src/flow/prepare/convert-column.ts';
import { fieldOf, profileTable } from '../../../src/flow/prepare/profile.ts';

/** A recipe fitted in the simplest way: every step on the whole table as the steps before it left it. */
export function fitWholeTable(recipe: Recipe, training: Table, findStep: FindStep): Recipe {
  const inputs = recipe.inputs.map((field) => convertColumn(columnOf(training, field.name), field));
  let table: Table = { rows: training.rows, columns: inputs };
  const fields = profileTable(table).map(fieldOf);
  const steps: RecipeStep[] = [];
  const taken = new Set(recipe.inputs.map(({ name }) => name));
  for (const { kind, columns, options } of recipe.steps) {
    const state = findStep(kind).fit(table, columns, options, taken);
    steps.push({ kind, columns, options, state });
    table = findStep(kind).apply(table, columns, options, state);
  }
  return { inputs: fields, steps, features: featureNames(sliceRows(table, 0, 0).columns) };
}

function featureNames(columns: readonly Column[]): string[] {
  const names: string[] = [];
  for (const { name } of columns) {
    let fresh = name;
    for (let number = 2; names.includes(fresh); number++) fresh = `${name} (${number})`;
    names.push(fresh);
  }
  return names;
}
