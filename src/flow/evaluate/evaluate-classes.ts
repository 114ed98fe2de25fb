import type { Evaluation, Score } from '../../core/evaluation.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { Task } from '../../core/schema.ts';
import { bootstrapIntervals, type Interval } from '../../math/bootstrap.ts';
import { meanInterval } from '../../math/mean-interval.ts';
import {
  accuracy,
  balancedAccuracy,
  classQualities,
  confusionMatrix,
  macroF1,
  type Confusion,
} from '../../math/metrics/confusion.ts';
import { logLosses, logLossOf } from '../../math/metrics/log-loss.ts';
import { rankClasses, rocCurve } from '../../math/metrics/roc.ts';
import { momentsOf } from '../../math/moments.ts';
import { meanShareInterval, wilsonInterval } from '../../math/proportion-interval.ts';
import { rocInterval } from '../../math/roc-interval.ts';
import { likeliestClasses } from './likeliest-classes.ts';

interface Rows {
  readonly prediction: Prediction;
  readonly y: Float32Array;
  /** The baseline: each class's share of the training rows. */
  readonly prior: readonly number[];
}

/** A classification's evaluation. */
export function evaluateClasses(
  input: Rows & { readonly task: Task; readonly classes: readonly string[]; readonly seed: number },
): Evaluation {
  const { task, classes, prediction, y, prior, seed } = input;
  const predicted = likeliestClasses(prediction);
  const confusion = confusionMatrix(y, predicted, classes.length);
  return {
    task,
    rows: y.length,
    baseline: 'majority',
    scores: [
      ...confusionScores(confusion, y, predicted, prior, seed),
      logLossScore(input),
      ...rocScores(prediction, y),
    ],
    classes: classQualities(confusion).map(({ precision, recall, f1, support }, i) => ({
      label: classes[i]!,
      precision,
      recall,
      f1,
      support,
    })),
    confusion,
    roc: task === 'binary' ? rocCurve(secondColumn(prediction), y) : [],
    residuals: [],
  };
}

function confusionScores(
  confusion: Confusion,
  y: Float32Array,
  predicted: Uint32Array,
  prior: readonly number[],
  seed: number,
): Score[] {
  const majority = prior.indexOf(Math.max(...prior));
  const constant = confusionMatrix(y, new Uint32Array(y.length).fill(majority), confusion.length);
  const recalls = classQualities(confusion).map(({ support }, i) => ({
    successes: confusion[i]![i]!,
    trials: support,
  }));
  const right = recalls.reduce((sum, { successes }) => sum + successes, 0);
  const balancedInterval = meanShareInterval(recalls);
  const score = (
    metric: Score['metric'],
    measure: (confusion: Confusion) => number,
    [low, high]: Interval,
  ): Score => ({ metric, value: measure(confusion), low, high, baseline: measure(constant) });
  return [
    score('accuracy', accuracy, wilsonInterval(right, y.length)),
    score('balanced-accuracy', balancedAccuracy, balancedInterval),
    score('macro-f1', macroF1, macroF1Interval(confusion, y, predicted, seed, balancedInterval)),
  ];
}

/** Where every row is right, or none, every resample is like it: the interval of balanced accuracy stands in. */
function macroF1Interval(
  confusion: Confusion,
  y: Float32Array,
  predicted: Uint32Array,
  seed: number,
  balancedInterval: Interval,
): Interval {
  const value = macroF1(confusion);
  if (value === 0 || value === 1) return balancedInterval;
  const rowsOf: number[][] = confusion.map(() => []);
  for (let row = 0; row < y.length; row++) rowsOf[y[row]!]!.push(row);
  const [interval] = bootstrapIntervals({
    strata: rowsOf.filter((rows) => rows.length > 0).map((rows) => Uint32Array.from(rows)),
    statistics: (rows) => [macroF1Of(rows, y, predicted, confusion.length)],
    estimates: [value],
    seed,
  });
  return interval!;
}

function macroF1Of(rows: Uint32Array, y: Float32Array, predicted: Uint32Array, classes: number): number {
  const right = new Uint32Array(classes);
  const occurring = new Uint32Array(classes);
  const named = new Uint32Array(classes);
  for (const row of rows) {
    const actual = y[row]!;
    const answer = predicted[row]!;
    occurring[actual]!++;
    named[answer]!++;
    if (actual === answer) right[actual]!++;
  }
  let [sum, counted] = [0, 0];
  for (let kind = 0; kind < classes; kind++) {
    const size = occurring[kind]! + named[kind]!;
    if (size === 0) continue;
    sum += (2 * right[kind]!) / size;
    counted++;
  }
  return sum / counted;
}

function logLossScore({ prediction, y, prior }: Rows): Score {
  const moments = momentsOf(logLosses(prediction.values, y, prediction.outputs));
  const [low, high] = meanInterval(moments);
  let baseline = 0;
  for (const label of y) baseline += logLossOf(prior[label]!) / y.length;
  return { metric: 'log-loss', value: moments.mean, low: Math.max(0, low), high, baseline };
}

function rocScores(prediction: Prediction, y: Float32Array): Score[] {
  const rankings = rankClasses(prediction.values, y, prediction.outputs);
  const value = rankings.reduce((sum, { auc }) => sum + auc, 0) / rankings.length;
  if (Number.isNaN(value)) return [];
  const [low, high] = rocInterval(rankings, y);
  return [{ metric: 'roc-auc', value, low, high, baseline: 0.5 }];
}

function secondColumn({ rows, values }: Prediction): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => values[2 * row + 1]!);
}
