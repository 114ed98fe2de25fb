import { cellText } from '../../core/column.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { Target } from '../../core/schema.ts';
import type { InspectedRow } from '../api.ts';
import type { ComputeJob } from './job.ts';
import { readModel } from './model.ts';
import { slicesOf, storedRows } from './stored-tables.ts';

/** The rows behind a number: those of one cell of the confusion matrix, or those that were missed by most. */
export const inspect: ComputeJob<'inspect'> = async (request, context, parts) => {
  const { cell, limit } = request;
  const model = await readModel(request.model, context, parts);
  const asked = await storedRows(request.rows, context);
  let columns: readonly string[] = [];
  let worst: JudgedRow[] = [];
  let at = 0;
  for await (const chunk of asked.chunks())
    for await (const slice of slicesOf(chunk, context)) {
      columns = slice.columns.map(({ name }) => name);
      const y = model.labels(slice);
      const prediction = model.predict(slice);
      for (const [index, label] of y.entries()) {
        const judged = judge(model.target, prediction, label, index);
        if (cell && (label !== cell.actual || judged.predictedValue !== cell.predicted)) continue;
        if (worst.length >= limit && judged.surprise <= (worst.at(-1)?.surprise ?? Infinity)) continue;
        const cells = slice.columns.map((column) => cellText(column, index));
        worst.push({ ...judged, shown: { row: asked.indexes[at + index]!, cells, ...judged.shown } });
        worst.sort((a, b) => b.surprise - a.surprise || a.shown.row - b.shown.row);
        worst = worst.slice(0, limit);
      }
      at += slice.rows;
    }
  return { columns, rows: worst.map(({ shown }) => shown) };
};

interface Judged<Shown> {
  /** The class's index, or the value. */
  readonly predictedValue: number;
  readonly surprise: number;
  readonly shown: Shown;
}
type JudgedRow = Judged<InspectedRow>;

function judge(
  { task, classes }: Target,
  { outputs, values }: Prediction,
  actual: number,
  row: number,
): Judged<Pick<InspectedRow, 'actual' | 'predicted' | 'score'>> {
  const own = values.subarray(row * outputs, (row + 1) * outputs);
  if (task === 'regression') {
    const score = own[0]! - actual;
    const shown = { actual: String(actual), predicted: String(own[0]!), score };
    return { predictedValue: own[0]!, surprise: Math.abs(score), shown };
  }
  const predictedValue = own.indexOf(Math.max(...own));
  const shown = { actual: classes[actual]!, predicted: classes[predictedValue]!, score: own[actual]! };
  return { predictedValue, surprise: 1 - own[actual]!, shown };
}
