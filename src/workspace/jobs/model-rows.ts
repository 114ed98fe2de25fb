import type { Learner } from '../../core/learner.ts';
import type { Batch, ChunkedBatch, Matrix, Prediction } from '../../core/matrix.ts';
import type { ChunkedTable } from '../../core/table.ts';
import { orderOf } from '../../math/sort.ts';
import { collectColumns } from '../../core/whole-columns.ts';
import type { ComputeContext, RowOrder } from '../compute.ts';
import type { Model } from './model.ts';
import { matrixSlicesOf, slicesOf } from './stored-tables.ts';

type Watch = Pick<ComputeContext, 'signal' | 'report'>;

/** Rows as a model learns them, with their labels; every row must have one. Holds the matrix and a chunk. */
export async function batchOf(model: Written, rows: ChunkedTable, watch: Watch): Promise<Batch> {
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

type Written = Pick<Model, 'recipe' | 'write' | 'labels' | 'target'>;

/** The same rows for a learner that needs their matrix chunk by chunk alone: holds their labels and a chunk. */
export async function chunkedBatchOf(
  model: Written,
  rows: ChunkedTable,
  watch: Watch,
): Promise<ChunkedBatch> {
  const y = new Float32Array(rows.rows);
  let labelled = 0;
  for await (const chunk of rows.chunks(new Set([model.target.column]))) {
    y.set(model.labels(chunk), labelled);
    labelled += chunk.rows;
  }
  const { features } = model.recipe;
  const x = {
    ...{ rows: rows.rows, features },
    async *chunks(): AsyncGenerator<Matrix> {
      let at = 0;
      for await (const chunk of rows.chunks(columnsOf(model))) {
        const data = new Float32Array(chunk.rows * features.length);
        await model.write(chunk, data, 0, watch);
        at += chunk.rows;
        watch.report({ phase: 'preparing', done: at, total: rows.rows, unit: 'rows' });
        yield { rows: chunk.rows, features, data };
      }
    },
  };
  return { x, y, weights: null };
}

/** What a learner makes of a whole matrix. */
export async function predictAll(learner: Learner, x: Matrix, watch: Watch): Promise<Prediction> {
  const outputs = learner.problem.task === 'regression' ? 1 : learner.problem.classes.length;
  const values = new Float32Array(x.rows * outputs);
  let at = 0;
  for await (const slice of matrixSlicesOf(x, watch)) {
    values.set(learner.predict(slice).values, at * outputs);
    at += slice.rows;
  }
  return { rows: x.rows, outputs, values };
}

/** What a model makes of rows, beside their labels (NaN where one is missing). */
export async function predictionsOf(
  model: Model,
  rows: ChunkedTable,
  watch: Watch,
  order: RowOrder = 'random',
): Promise<{ prediction: Prediction; y: Float32Array<ArrayBuffer> }> {
  const outputs = model.target.task === 'regression' ? 1 : model.target.classes.length;
  const values = new Float32Array(rows.rows * outputs);
  const y = new Float32Array(rows.rows);
  const places = await placesIn(rows, order, watch);
  let at = 0;
  for await (const chunk of rows.chunks(columnsOf(model)))
    for await (const slice of slicesOf(chunk, watch)) {
      const predicted = model.predict(slice).values;
      const labels = model.labels(slice);
      for (let row = 0; row < slice.rows; row++, at++) {
        const place = places ? places[at]! : at;
        values.set(predicted.subarray(row * outputs, (row + 1) * outputs), place * outputs);
        y[place] = labels[row]!;
      }
      watch.report({ phase: 'predicting', done: at, total: rows.rows, unit: 'rows' });
    }
  return { prediction: { rows: rows.rows, outputs, values }, y };
}

/** Where each row stands in the order of time; null where that is as the rows come. A row without a time comes last. */
async function placesIn(
  rows: ChunkedTable,
  order: RowOrder,
  watch: Watch,
): Promise<Uint32Array<ArrayBuffer> | null> {
  if (typeof order === 'string') return null;
  const { columns } = await collectColumns(rows, { names: [order.column] }, watch);
  const times = columns[0]?.values;
  if (!(times instanceof Float64Array)) return null;
  const places = new Uint32Array(rows.rows);
  orderOf(times.map((time) => (Number.isNaN(time) ? Infinity : time))).forEach(
    (row, place) => (places[row] = place),
  );
  return places;
}

/** The columns that a model reads: what it learnt from, and the target. */
function columnsOf({ recipe, target }: Pick<Model, 'recipe' | 'target'>): ReadonlySet<string> {
  return new Set([...recipe.inputs.map(({ name }) => name), target.column]);
}
