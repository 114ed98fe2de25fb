import type { Column } from '../../core/column.ts';
import type { JsonObject } from '../../core/json.ts';
import type { FindFittedStep, Recipe } from '../../core/recipe.ts';
import type { Field } from '../../core/schema.ts';
import type { Table } from '../../core/table.ts';

/**
 * Of each input of a fitted recipe, which of the matrix's features were made from it: a one-hot encoded category gives several, a number one. No feature is
 * made from two, since steps work on every column by itself, and they stand in the order of the inputs, since a step puts what it makes in a column's place.
 *
 * @returns (inputs), each the indexes of its features in ascending order
 * @example
 * const recipe: Recipe = {
 *   inputs: ['a', 'b'].map((name) => ({ name, kind: 'number', missing: 0, distinct: 2, minimum: 0, maximum: 1, labels: [] })),
 *   steps: [], features: ['a', 'b'],
 * };
 * featuresOfColumns(recipe, () => { throw new Error('it has no steps') }) // [Uint32Array [0], Uint32Array [1]]
 */
export function featuresOfColumns(
  { inputs, steps }: Recipe,
  findStep: FindFittedStep,
): readonly Uint32Array<ArrayBuffer>[] {
  let place = 0;
  return inputs.map((input) => {
    let table: Table = { rows: 0, columns: [emptyColumn(input)] };
    for (const { kind, columns, options, state } of steps) {
      const there = columns.filter((name) => table.columns.some((column) => column.name === name));
      if (there.length > 0) table = findStep(kind).apply(table, there, options, state as JsonObject);
    }
    return Uint32Array.from(table.columns, () => place++);
  });
}

function emptyColumn({ name, kind }: Field): Column {
  switch (kind) {
    case 'number':
    case 'time':
      return { kind, name, values: new Float64Array() };
    case 'boolean':
      return { kind, name, values: new Uint8Array() };
    default:
      return { kind, name, values: new Uint32Array(), dictionary: [] };
  }
}
