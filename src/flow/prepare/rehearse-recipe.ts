import type { Column } from '../../core/column.ts';
import { MISSING_BOOLEAN, MISSING_CODE } from '../../core/column.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { FindFittedStep, Recipe } from '../../core/recipe.ts';
import type { Field } from '../../core/schema.ts';
import type { Table } from '../../core/table.ts';
import { applyRecipe } from './apply-recipe.ts';
import { checkStep } from './step-states.ts';

/**
 * Whether a recipe that a stranger may have written can be used: every step is of a known kind, what it learnt is of that kind,
 * and a row with and a row without values become the features that it names.
 *
 * @returns what these two rows become
 * @throws Error with what is wrong, as part of a sentence
 */
export function rehearseRecipe(recipe: Recipe, findStep: FindFittedStep): Matrix {
  const names = recipe.inputs.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw new Error('it has an input twice');
  if (recipe.features.length === 0) throw new Error('it has no features');
  for (const step of recipe.steps) checkStep(step);
  const table = twoRows(recipe.inputs);
  const made = recipe.steps.reduce(
    (so, { kind, columns, options, state }) =>
      findStep(kind).apply(so, columns, options, state as Parameters<ReturnType<FindFittedStep>['apply']>[3]),
    table,
  ).columns;
  if (made.length !== recipe.features.length || made.some(({ name }, at) => name !== recipe.features[at]))
    throw new Error('its steps do not make the features that it names');
  return applyRecipe(recipe, table, findStep);
}

/** One row with a value in every column, one with none. */
function twoRows(inputs: readonly Field[]): Table {
  return { rows: 2, columns: inputs.map(columnOf) };
}

function columnOf({ name, kind, minimum, labels }: Field): Column {
  switch (kind) {
    case 'number':
    case 'time':
      return { kind, name, values: Float64Array.of(minimum ?? 0, NaN) };
    case 'boolean':
      return { kind, name, values: Uint8Array.of(1, MISSING_BOOLEAN) };
    case 'category':
    case 'text':
    case 'identifier':
      return { kind, name, values: Uint32Array.of(0, MISSING_CODE), dictionary: [labels[0] ?? ''] };
    default:
      return refuseKind(kind);
  }
}

function refuseKind(kind: never): never {
  throw new Error(`there is no column of kind "${String(kind)}"`);
}
