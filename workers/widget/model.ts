import { PerennialError } from '../../src/core/errors.ts';
import type { CellsByName } from '../../src/core/feedback.ts';
import type { Batch, Matrix, Prediction } from '../../src/core/matrix.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import type { Target } from '../../src/core/schema.ts';
import { inOneGo } from '../../src/core/sliced.ts';
import type { Table } from '../../src/core/table.ts';
import { encodeLabels } from '../../src/flow/prepare/encode-labels.ts';
import { encodeValues } from '../../src/flow/prepare/encode-values.ts';
import { prepareRows } from '../../src/flow/prepare/prepare-rows.ts';
import { columnOfRows } from '../../src/workspace/row-of-cells.ts';
import { type Family, stepsOf } from './family.ts';
import type { KeptRows } from './kept-rows.ts';
import type { NewBatch } from './learning.ts';
import type { WidgetPrediction } from './contract.ts';

/** What all versions of a model have in common: how rows are read, and what is told of them. */
export interface Line {
  readonly recipe: Recipe;
  readonly target: Target;
  readonly family: Family;
}

/** Rows as a table of what the model reads. Throws `cell`, naming column, cell and row. */
function tableOf({ recipe }: Line, rows: readonly CellsByName[]): Table {
  return { rows: rows.length, columns: recipe.inputs.map((field) => columnOfRows(field, rows)) };
}

/** The rows of such a table as the learner takes them. */
export function matrixOf({ recipe, family }: Line, table: Table): Matrix {
  const { features } = recipe;
  const data = new Float32Array(table.rows * features.length); // (rows, features)
  inOneGo(prepareRows(recipe, table, stepsOf(family), data, 0));
  return { rows: table.rows, features, data };
}

/** Rows with their labels, as they are learnt. Throws `cell`, `no-label`, `unknown-label`. */
function batchOf(line: Line, rows: readonly CellsByName[], labels: readonly CellsByName[string][]): Batch {
  return { x: matrixOf(line, tableOf(line, rows)), y: labelsOf(line, labels), weights: null };
}

/** Rows that waited with their labels, as they are learnt at once. */
export function batchOfLabels(line: Line, taken: ReturnType<KeptRows['waiting']>, served: number): NewBatch {
  const rows = taken.map(([, { cells }]) => cells);
  const labels = taken.map(([, { label }]) => label);
  return {
    ...batchOf(
      line,
      rows,
      labels.map(({ label }) => label),
    ),
    origins: labels.map(({ origin }) => origin),
    served: served > 0 ? Math.max(served, taken.length) : null,
  };
}

export function labelsOf(
  { target }: Line,
  labels: readonly CellsByName[string][],
): Float32Array<ArrayBuffer> {
  const { column: name, task } = target;
  const cells = labels.map((label) => ({ [name]: label }));
  const encoded =
    task === 'regression'
      ? encodeValues(columnOfRows({ name, kind: 'number' }, cells))
      : encodeLabels(columnOfRows({ name, kind: 'category' }, cells), target);
  const unlabelled = encoded.findIndex(Number.isNaN);
  if (unlabelled >= 0)
    throw new PerennialError('no-label', `row ${unlabelled + 1} has no label: say what its "${name}" was`, {
      stage: 'learn',
      details: { row: unlabelled + 1 },
    });
  return encoded;
}

export function answerOf(
  { target }: Line,
  { values, outputs }: Prediction,
  row: number,
): Pick<WidgetPrediction, 'answer' | 'probabilities'> {
  const told = values.subarray(row * outputs, (row + 1) * outputs);
  if (target.task === 'regression') return { answer: told[0]!, probabilities: [] };
  const probabilities = target.classes
    .map((label, index) => ({ label, probability: told[index]! }))
    .sort((a, b) => b.probability - a.probability);
  return { answer: probabilities[0]!.label, probabilities };
}
