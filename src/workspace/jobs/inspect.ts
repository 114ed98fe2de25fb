import { cellText } from '../../core/column.ts';
import type { Target } from '../../core/schema.ts';
import type { Prediction } from '../../core/matrix.ts';
import { takeRows } from '../../core/table.ts';
import { decodeChunks } from './chunks.ts';
import { unpack } from './model.ts';
import type { InspectedRow } from '../api.ts';
import type { ComputeJob } from './job.ts';

/** The rows behind a number: those of one cell of the confusion matrix, or those that were missed by most. */
export const inspect: ComputeJob<'inspect'> = async (request, _context, parts) => {
  const model = await unpack(request.model, parts);
  const table = takeRows(decodeChunks(request.chunks), request.rows);
  const y = model.labels(table);
  const judged = judge(model.target, model.predict(table), y);
  const { cell } = request;
  const chosen = [...judged.keys()].filter(
    (row) => !cell || (y[row] === cell.actual && judged[row]!.predicted === cell.predicted),
  );
  chosen.sort((a, b) => judged[b]!.surprise - judged[a]!.surprise || a - b);
  const rows: InspectedRow[] = chosen.slice(0, request.limit).map((row) => ({
    row: request.rows[row]!,
    cells: table.columns.map((column) => cellText(column, row)),
    actual: judged[row]!.actualText,
    predicted: judged[row]!.predictedText,
    score: judged[row]!.score,
  }));
  return { columns: table.columns.map(({ name }) => name), rows };
};

interface JudgedRow {
  readonly predicted: number;
  readonly actualText: string;
  readonly predictedText: string;
  readonly score: number;
  readonly surprise: number;
}

function judge(target: Target, prediction: Prediction, y: Float32Array): JudgedRow[] {
  const { outputs, values } = prediction;
  return Array.from(y, (actual, row) => {
    const own = values.subarray(row * outputs, (row + 1) * outputs);
    if (target.task === 'regression') {
      const residual = own[0]! - actual;
      return {
        predicted: own[0]!,
        actualText: String(actual),
        predictedText: String(own[0]!),
        score: residual,
        surprise: Math.abs(residual),
      };
    }
    const predicted = own.indexOf(Math.max(...own));
    return {
      predicted,
      actualText: target.classes[actual]!,
      predictedText: target.classes[predicted]!,
      score: own[actual]!,
      surprise: 1 - own[actual]!,
    };
  });
}
