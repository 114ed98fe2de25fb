import { PerennialError } from '../../core/errors.ts';
import type { Baseline, Evaluation } from '../../core/evaluation.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { JobContext } from '../../core/progress.ts';
import type { Task } from '../../core/schema.ts';
import { checkRows } from './check-rows.ts';
import { evaluateClasses } from './evaluate-classes.ts';
import { evaluateValues } from './evaluate-values.ts';

/**
 * Measures a prediction on rows that chose nothing about the model.
 *
 * Every score has its 95 % interval and the baseline's score on the same rows. The intervals are of the bootstrap, as
 * `resampled` says: rows are drawn again within each class (a regression: from all), or, where they follow each other
 * in time, in blocks of neighbours. `intervals` says which, and how often. There are 1,000 resamples up to some 15,000
 * rows and fewer beyond, so that 150,000 rows of two classes take about 0.3 s.
 *
 * Where all resamples give the same score, as for a model that is always right, formulas stand in: Wilson's for
 * accuracy, Wilson's of each recall, joined by MOVER, for balanced accuracy and macro F1, Newcombe's for the ROC AUC. An
 * interval of log loss, MAE, RMSE or R2 has no width there.
 *
 * Macro F1, log loss and the ROC AUC are scikit-learn's; the ROC AUC of more than two classes is the mean of each
 * against the rest, and is left out where a class has no row.
 *
 * @param input.y class indexes or values // (rows)
 * @param input.seed of the bootstrap: same seed, same intervals.
 * @param input.inOrder whether the rows follow each other in time, so that rows beside each other are alike.
 * @throws `too-few-rows` under 2 rows, `baseline` when it is of another task, `cancelled`, and as `rowLosses`.
 * @example
 * const evaluation = await evaluate({
 *   task: 'regression',
 *   classes: [],
 *   prediction: { rows: 3, outputs: 1, values: new Float32Array([1, 2, 4]) },
 *   y: new Float32Array([1, 2, 3]),
 *   baseline: { kind: 'mean', mean: 2 },
 *   seed: 1,
 *   inOrder: false,
 *   context: unwatched,
 * });
 * evaluation.scores[2]!.value // 0.5
 */
export async function evaluate(input: {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly prediction: Prediction;
  readonly y: Float32Array;
  readonly baseline: Baseline;
  readonly seed: number;
  readonly inOrder: boolean;
  readonly context: JobContext;
}): Promise<Evaluation> {
  const { task, classes, prediction, y, baseline, seed, inOrder, context } = input;
  checkRows(task, prediction, y);
  if (y.length < 2)
    fail('too-few-rows', `${y.length} labelled rows can't be measured with an interval; give at least 2`);
  if (task === 'regression') {
    if (baseline.kind !== 'mean')
      fail('baseline', 'a regression stands beside the mean, not the majority class');
    return evaluateValues({ prediction, y, mean: baseline.mean, seed, inOrder, context });
  }
  if (baseline.kind !== 'majority')
    fail('baseline', 'a classification stands beside the majority class, not the mean');
  if (classes.length !== prediction.outputs || classes.length !== baseline.prior.length)
    fail(
      'classes',
      `${classes.length} classes, ${prediction.outputs} probabilities a row and ${baseline.prior.length} baseline shares are not the same classes`,
    );
  return evaluateClasses({ task, classes, prediction, y, prior: baseline.prior, seed, inOrder, context });
}

function fail(code: string, message: string): never {
  throw new PerennialError(code, message, { stage: 'evaluate' });
}
