import { PerennialError } from '../../../core/errors.ts';
import type { Problem } from '../../../core/learner.ts';
import type { Batch } from '../../../core/matrix.ts';
import {
  accuracy,
  balancedAccuracy,
  confusionCells,
  confusionOf,
  macroF1,
} from '../../../math/metrics/confusion.ts';
import { likeliestClasses } from '../../../math/metrics/likeliest-classes.ts';
import { meanOf } from '../../../math/metrics/mean.ts';
import { macroAucOf, rankClasses } from '../../../math/metrics/roc.ts';
import type { StopMetric } from './tree-options.ts';

/** How good answers to the judging rows are, the higher the better: errors stand negated. */
export type StopScore = (answers: Float32Array<ArrayBuffer>) => number; // of (rows, outputs): probabilities, of each class one, or values

/**
 * Judges answers to these rows, each counting by its weight.
 *
 * @throws PerennialError `options` for an area under the ROC curve where a class has no row.
 * @example
 * const rows = { y: Float32Array.of(0, 1), weights: Float32Array.of(1, 3) };
 * const problem: Problem = { task: 'binary', features: ['a'], classes: ['no', 'yes'] };
 * stopScore('accuracy', problem, rows)(Float32Array.of(0.4, 0.6, 0.2, 0.8)) // 0.75
 */
export function stopScore(
  metric: StopMetric,
  { classes }: Problem,
  { y, weights }: Pick<Batch, 'y' | 'weights'>,
): StopScore {
  const rows = y.length;
  const counts = weights ?? new Float32Array(rows).fill(1);
  if (metric === 'mae' || metric === 'rmse') {
    const errors = new Float64Array(rows);
    return (answers) => {
      for (let row = 0; row < rows; row++) {
        const error = answers[row]! - y[row]!;
        errors[row] = metric === 'mae' ? Math.abs(error) : error * error;
      }
      const mean = meanOf(errors, counts);
      return -(metric === 'mae' ? mean : Math.sqrt(mean));
    };
  }
  const outputs = classes.length;
  if (metric === 'roc-auc') {
    const absent = classes.find((_, index) => !y.includes(index));
    if (absent !== undefined)
      throw new PerennialError(
        'options',
        `stopBy is "roc-auc", but no validation row is of the class "${absent}"; choose "loss", or more validation rows`,
        { stage: 'train' },
      );
    return (answers) => macroAucOf(rankClasses(answers, y, outputs), counts);
  }
  const score = { accuracy, 'balanced-accuracy': balancedAccuracy, 'macro-f1': macroF1 }[metric];
  return (values) => {
    const named = likeliestClasses({ rows, outputs, values });
    return score(confusionOf(confusionCells(y, named, outputs), outputs, counts));
  };
}
