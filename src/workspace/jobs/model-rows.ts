import type { Batch, Prediction } from '../../core/matrix.ts';
import type { ChunkedTable } from '../../core/table.ts';
import type { ComputeContext } from '../compute.ts';
import type { Model } from './model.ts';
import { slicesOf } from './stored-tables.ts';

type Watch = Pick<ComputeContext, 'signal' | 'report'>;

/** Rows as a model learns them, with their labels; every row must have one. Holds the matrix and a chunk. */
export async function batchOf(
  model: Pick<Model, 'recipe' | 'write' | 'labels' | 'target'>,
  rows: ChunkedTable,
  watch: Watch,
): Promise<Batch> {
  const { features } = model.recipe;
  const data = new Float32Array(rows.rows * features.length);
  const y = new Float32Array(rows.rows);
  let at = 0;
  for await (const chunk of rows.chunks(columnsOf(model))) {
    await model.write(chunk, data, at, watch);
    y.set(model.labels(chunk), at);
    at += chunk.rows;
    watch.report({ phase: 'preparing', done: at, total: rows.rows, unit: 'rows' });
  }
  return { x: { rows: rows.rows, features, data }, y, weights: null };
}

/** What a model makes of rows, beside their labels (NaN where one is missing). */
export async function predictionsOf(
  model: Model,
  rows: ChunkedTable,
  watch: Watch,
): Promise<{ prediction: Prediction; y: Float32Array<ArrayBuffer> }> {
  const outputs = model.target.task === 'regression' ? 1 : model.target.classes.length;
  const values = new Float32Array(rows.rows * outputs);
  const y = new Float32Array(rows.rows);
  let at = 0;
  for await (const chunk of rows.chunks(columnsOf(model)))
    for await (const slice of slicesOf(chunk, watch)) {
      values.set(model.predict(slice).values, at * outputs);
      y.set(model.labels(slice), at);
      at += slice.rows;
      watch.report({ phase: 'predicting', done: at, total: rows.rows, unit: 'rows' });
    }
  return { prediction: { rows: rows.rows, outputs, values }, y };
}

/** The columns that a model reads: what it learnt from, and the target. */
function columnsOf({ recipe, target }: Pick<Model, 'recipe' | 'target'>): ReadonlySet<string> {
  return new Set([...recipe.inputs.map(({ name }) => name), target.column]);
}
