import { PerennialError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { FindFittedStep, Recipe } from '../../core/recipe.ts';
import type { Sliced } from '../../core/sliced.ts';
import { sliceRows, type Table } from '../../core/table.ts';

/** What is prepared at a time: some ten milliseconds of work, and little enough to stay in the processor's cache. */
const SLICE_ROWS = 8192;
const SLICE_CELLS = 1 << 18;

/** The largest magnitude that a feature may have: that of a Float32. */
const LARGEST = 3.4028234663852886e38;

/**
 * Writes rows into a matrix by what was learnt when the recipe was fitted: what `applyRecipe` does once it has read a table's columns as they were learnt.
 *
 * @param inputs the recipe's inputs in their order, of the kinds that were learnt
 * @param into (rows, features) of the whole matrix
 * @param startRow the matrix's row that the first of these becomes; errors count rows from it
 * @throws PerennialError `not-finite` where the recipe has no step that fills a missing cell, and does not keep it either
 */
export function* prepareRows(
  recipe: Recipe,
  inputs: Table,
  findStep: FindFittedStep,
  into: Float32Array,
  startRow: number,
): Sliced<void> {
  const steps = recipe.steps.map((fitted) => ({ ...fitted, step: findStep(fitted.kind) }));
  const rows = Math.min(SLICE_ROWS, Math.ceil(SLICE_CELLS / recipe.features.length));
  for (let start = 0; start < inputs.rows; start += rows) {
    let slice = sliceRows(inputs, start, Math.min(start + rows, inputs.rows));
    for (const { step, columns, options, state } of steps)
      slice = step.apply(slice, columns, options, state as JsonObject);
    writeRows(slice, recipe, into, startRow + start);
    yield;
  }
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
