import type { EvaluationSummary } from '../../core/evaluation.ts';

/**
 * Row losses of a model as its evaluation tells them, where its rows are not here: of a classification every 0 and 1, of a
 * regression as many values with the mean and the spread of its absolute errors, which the root of the mean square tells.
 * Null where it was not evaluated on two rows.
 *
 * @example
 * const accuracy = { metric: 'accuracy', value: 0.75, low: 0.3, high: 0.9, baseline: 0.5 } as const;
 * expectedLosses({ task: 'binary', rows: 4, baseline: 'majority', scores: [accuracy] }) // Float64Array [1, 0, 0, 0]
 */
export function expectedLosses(evaluation: EvaluationSummary | null): Float64Array<ArrayBuffer> | null {
  if (!evaluation || evaluation.rows < 2) return null;
  const { task, rows } = evaluation;
  const valueOf = (wanted: string) => evaluation.scores.find(({ metric }) => metric === wanted)?.value ?? NaN;
  if (task !== 'regression') {
    const wrong = Math.round(rows * (1 - valueOf('accuracy')));
    return Number.isNaN(wrong) ? null : new Float64Array(rows).fill(1, 0, wrong);
  }
  const [mean, rootMeanSquare] = [valueOf('mae'), valueOf('rmse')];
  const half = rows >> 1;
  const apart = Math.sqrt((Math.max(0, rootMeanSquare ** 2 - mean ** 2) * rows) / (2 * half));
  if (!Number.isFinite(apart)) return null;
  const losses = new Float64Array(rows).fill(mean);
  return losses.fill(mean - apart, 0, half).fill(mean + apart, half, 2 * half);
}
