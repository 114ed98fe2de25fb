import { PerennialError } from '../../core/errors.ts';
import type { Evaluation } from '../../core/evaluation.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { Task } from '../../core/schema.ts';
import type { Baseline } from './baseline.ts';
import { checkRows } from './check-rows.ts';
import { evaluateClasses } from './evaluate-classes.ts';
import { evaluateValues } from './evaluate-values.ts';

/**
 * Measures a prediction on rows that chose nothing about the model.
 *
 * Every score has its 95 % interval and the baseline's score on the same rows.
 *
 * | metric            | interval                                                                        |
 * |-------------------|---------------------------------------------------------------------------------|
 * | accuracy          | Wilson                                                                          |
 * | balanced-accuracy | Wilson of each recall, joined by MOVER                                           |
 * | macro-f1          | bootstrap within the actual classes                                             |
 * | log-loss          | Student's t of the row losses                                                   |
 * | roc-auc           | DeLong on the logit scale; multiclass: each class against the rest; left out where a class has no row |
 * | mae               | Student's t of the absolute errors                                              |
 * | rmse, r2          | bootstrap                                                                       |
 *
 * @param input.y class indexes or values // (rows)
 * @param input.seed of the bootstrap: same seed, same intervals.
 * @throws `too-few-rows` under 2 rows, `baseline` when it is of another task, and as `rowLosses`.
 * @example
 * const evaluation = evaluate({
 *   task: 'regression',
 *   classes: [],
 *   prediction: { rows: 3, outputs: 1, values: new Float32Array([1, 2, 4]) },
 *   y: new Float32Array([1, 2, 3]),
 *   baseline: { kind: 'mean', mean: 2 },
 *   seed: 1,
 * });
 * evaluation.scores[2]!.value // 0.5
 */
export function evaluate(input: {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly prediction: Prediction;
  readonly y: Float32Array;
  readonly baseline: Baseline;
  readonly seed: number;
}): Evaluation {
  const { task, classes, prediction, y, baseline, seed } = input;
  checkRows(task, prediction, y);
  if (y.length < 2)
    fail('too-few-rows', `${y.length} labelled rows can't be measured with an interval; give at least 2`);
  if (task === 'regression') {
    if (baseline.kind !== 'mean')
      fail('baseline', 'a regression stands beside the mean, not the majority class');
    return evaluateValues({ prediction, y, mean: baseline.mean, seed });
  }
  if (baseline.kind !== 'majority')
    fail('baseline', 'a classification stands beside the majority class, not the mean');
  if (classes.length !== prediction.outputs || classes.length !== baseline.prior.length)
    fail(
      'classes',
      `${classes.length} classes, ${prediction.outputs} probabilities a row and ${baseline.prior.length} baseline shares are not the same classes`,
    );
  return evaluateClasses({ task, classes, prediction, y, prior: baseline.prior, seed });
}

function fail(code: string, message: string): never {
  throw new PerennialError(code, message, { stage: 'evaluate' });
}
