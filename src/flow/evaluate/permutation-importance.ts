import { pause } from '../../core/clock.ts';
import { throwIfCancelled } from '../../core/errors.ts';
import type { ColumnImportance, PermutationImportance } from '../../core/importance.ts';
import type { Matrix, Prediction } from '../../core/matrix.ts';
import type { JobWatch } from '../../core/progress.ts';
import { Random } from '../../core/random.ts';
import type { Task } from '../../core/schema.ts';
import { logLosses } from '../../math/metrics/log-loss.ts';
import { rowLosses } from './row-losses.ts';

/** Rows that are predicted between two looks at the signal. */
const SLICE_ROWS = 1024;

/**
 * How much worse a model of any kind answers when the cells of one column are shuffled among the rows, so that they say nothing about a row any more
 * (Breiman, "Random forests", 2001; Fisher, Rudin & Dominici, "All models are wrong, but many are useful", 2019).
 *
 * The loss is the log loss of a classification and the absolute error of a regression. All features that were made from the column are shuffled
 * together. What comes out is about this model, not about the world: of two columns that say the same, the model may look at one, or at a bit of each, so that
 * neither seems to matter. A column that the model never looks at gets exactly 0; a rise below 0 is chance.
 *
 * @param input.x rows that the model has not learnt from
 * @param input.y class indexes or values // (rows)
 * @param input.columns each with the features that were made from it
 * @param input.repeats how often each column is shuffled; 5 by default
 * @param input.seed same seed, same shuffles
 * @throws PerennialError `cancelled`, and as `rowLosses`
 * @example
 * const predict = ({ rows, data }: Matrix): Prediction => ({ rows, outputs: 1, values: data.filter((_, at) => at % 2 === 0) });
 * const { columns, before } = await permutationImportance({
 *   predict,
 *   x: { rows: 3, features: ['a', 'b'], data: Float32Array.of(1, 7, 2, 8, 3, 9) },
 *   y: Float32Array.of(1, 2, 3),
 *   task: 'regression',
 *   columns: [{ name: 'a', features: [0] }, { name: 'b', features: [1] }],
 *   seed: 1,
 *   watch: context,
 * });
 * [before, columns[0]!.column, columns[1]!.rise] // [0, 'a', 0]
 */
export async function permutationImportance({
  predict,
  x,
  y,
  task,
  columns,
  repeats = 5,
  seed,
  watch,
}: {
  readonly predict: (x: Matrix) => Prediction;
  readonly x: Matrix;
  readonly y: Float32Array<ArrayBuffer>;
  readonly task: Task;
  readonly columns: readonly { readonly name: string; readonly features: ArrayLike<number> }[];
  readonly repeats?: number;
  readonly seed: number;
  readonly watch: JobWatch;
}): Promise<PermutationImportance> {
  const judge = async (rows: Matrix): Promise<Judged> =>
    judged(task, await predictAll(predict, rows, watch), y);
  const before = await judge(x);
  const shuffled: Matrix = { ...x, data: x.data.slice() };
  const measured: ColumnImportance[] = [];
  for (const [index, { name, features }] of columns.entries()) {
    const random = new Random((seed ^ Math.imul(index + 1, 0x9e3779b9)) >>> 0);
    const rises: Judged[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = random.shuffle(Uint32Array.from(y.keys()));
      copyCells(x, features, shuffled, (row) => order[row]!);
      const after = await judge(shuffled);
      rises.push({ loss: after.loss - before.loss, error: after.error - before.error });
    }
    copyCells(x, features, shuffled, (row) => row);
    measured.push(importanceOf(name, rises, task));
    watch.report({ phase: 'shuffling', done: index + 1, total: columns.length, unit: 'columns' });
  }
  return {
    rows: x.rows,
    repeats,
    loss: task === 'regression' ? 'absolute-error' : 'log-loss',
    before: before.loss,
    errorBefore: task === 'regression' ? null : before.error,
    columns: measured.sort((a, b) => b.rise - a.rise),
  };
}

/** Means over the rows; of a regression the two are the same. */
interface Judged {
  readonly loss: number;
  readonly error: number;
}

function judged(task: Task, prediction: Prediction, y: Float32Array): Judged {
  const error = meanOf(rowLosses(task, prediction, y));
  const { outputs, values } = prediction;
  return { error, loss: task === 'regression' ? error : meanOf(logLosses(values, y, outputs)) };
}

async function predictAll(
  predict: (x: Matrix) => Prediction,
  { rows, features, data }: Matrix,
  { signal }: JobWatch,
): Promise<Prediction> {
  const width = features.length;
  let [outputs, values] = [1, new Float32Array()];
  for (let start = 0; start < rows; start += SLICE_ROWS) {
    await pause();
    throwIfCancelled(signal);
    const end = Math.min(rows, start + SLICE_ROWS);
    const slice = { rows: end - start, features, data: data.subarray(start * width, end * width) };
    const prediction = predict(slice);
    if (start === 0) {
      outputs = prediction.outputs;
      values = new Float32Array(rows * outputs);
    }
    values.set(prediction.values, start * outputs);
  }
  return { rows, outputs, values };
}

function copyCells(
  from: Matrix,
  features: ArrayLike<number>,
  into: Matrix,
  rowFor: (row: number) => number,
): void {
  const width = from.features.length;
  for (let row = 0; row < from.rows; row++) {
    const source = rowFor(row) * width;
    for (let i = 0; i < features.length; i++)
      into.data[row * width + features[i]!] = from.data[source + features[i]!]!;
  }
}

function importanceOf(column: string, rises: readonly Judged[], task: Task): ColumnImportance {
  const losses = Float64Array.from(rises, ({ loss }) => loss);
  const rise = meanOf(losses);
  const variance = losses.reduce((sum, loss) => sum + (loss - rise) ** 2, 0) / Math.max(1, rises.length - 1);
  const errorRise = task === 'regression' ? null : meanOf(Float64Array.from(rises, ({ error }) => error));
  return { column, rise, spread: Math.sqrt(variance), errorRise };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
