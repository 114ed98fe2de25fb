import type { Evaluation, MetricName } from '../../core/evaluation.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { JobContext } from '../../core/progress.ts';
import type { Task } from '../../core/schema.ts';
import type { Interval } from '../../math/bootstrap.ts';
import {
  accuracy,
  balancedAccuracy,
  classQualities,
  confusionCells,
  confusionMatrix,
  confusionOf,
  macroF1,
  type Confusion,
} from '../../math/metrics/confusion.ts';
import { logLosses, logLossOf } from '../../math/metrics/log-loss.ts';
import { meanOf } from '../../math/metrics/mean.ts';
import { macroAucOf, rankClasses, rocCurve } from '../../math/metrics/roc.ts';
import { meanShareInterval, wilsonInterval } from '../../math/proportion-interval.ts';
import { aucInterval } from '../../math/roc-interval.ts';
import { rowLosses } from './row-losses.ts';
import { likeliestClasses } from '../../math/metrics/likeliest-classes.ts';
import { binProbabilities, observedShares, reliabilityOf } from './reliability.ts';
import { resampled } from './resampled.ts';

interface Rows {
  readonly prediction: Prediction;
  readonly y: Float32Array;
}

/** A classification's evaluation; `prior` is the baseline: each class's share of the training rows. */
export async function evaluateClasses(
  input: Rows & {
    readonly task: Task;
    readonly classes: readonly string[];
    readonly prior: readonly number[];
    readonly seed: number;
    readonly inOrder: boolean;
    readonly context: JobContext;
  },
): Promise<Evaluation> {
  const { task, classes, prior, seed, inOrder, context } = input;
  const kinds = classes.length;
  const strata = classes.map(() => 0);
  for (const label of input.y) strata[label]!++;
  const { prediction, y } = inOrder ? input : byClass(input.prediction, input.y, strata);
  const named = likeliestClasses(prediction);
  const losses = logLosses(prediction.values, y, kinds);
  const cells = confusionCells(y, named, kinds);
  const confusion = confusionMatrix(y, named, kinds);
  // Without a row of every class no area is known.
  const rankings = strata.every((size) => size > 0) ? rankClasses(prediction.values, y, kinds) : [];
  const binning = binProbabilities(prediction, y, named, rankings[0]);

  const metrics: readonly MetricName[] = ['accuracy', 'balanced-accuracy', 'macro-f1', 'log-loss', 'roc-auc'];
  const measured = metrics.slice(0, rankings.length > 0 ? 5 : 4);
  const { values, intervals, resampling } = await resampled({
    rows: y.length,
    statistics: (counts) => [
      ...confusionScores(confusionOf(cells, kinds, counts)),
      meanOf(losses, counts),
      ...(rankings.length > 0 ? [macroAucOf(rankings, counts)] : []),
      ...observedShares(binning, counts),
    ],
    losses: [rowLosses(task, prediction, y), losses],
    strata,
    inOrder,
    visits: y.length * (1 + rankings.length),
    seed,
    context,
  });

  const independent = resampling.kind === 'block' ? resampling.blockLength : 1;
  const stand = standIns(confusion, values, independent);
  const held = intervals.map((interval, i): Interval => {
    if (interval[0] < interval[1]) return interval;
    if (i < measured.length) return stand[i] ?? interval;
    const { observed, rows } = binning.bins[i - measured.length]!;
    return wilsonInterval((observed * rows) / independent, rows / independent);
  });
  const baselines = baselineScores(y, prior);
  return {
    task,
    rows: y.length,
    baseline: 'majority',
    scores: measured.map((metric, i) => ({
      metric,
      value: values[i]!,
      low: held[i]![0],
      high: held[i]![1],
      baseline: baselines[i]!,
    })),
    classes: classQualities(confusion).map(({ precision, recall, f1, support }, i) => ({
      label: classes[i]!,
      precision,
      recall,
      f1,
      support,
    })),
    confusion,
    roc: task === 'binary' && rankings.length > 0 ? rocCurve(rankings[0]!) : [],
    residuals: [],
    reliability: reliabilityOf(
      binning,
      kinds === 2 ? 'positive-class' : 'top-label',
      held.slice(measured.length),
    ),
    intervals: resampling,
  };
}

function confusionScores(confusion: Confusion): number[] {
  return [accuracy(confusion), balancedAccuracy(confusion), macroF1(confusion)];
}

/** In the order of the scores, as the majority class and the training shares give them. */
function baselineScores(y: Float32Array, prior: readonly number[]): number[] {
  const majority = prior.indexOf(Math.max(...prior));
  const constant = confusionMatrix(y, new Uint32Array(y.length).fill(majority), prior.length);
  return [
    ...confusionScores(constant),
    constant.reduce((sum, counts, kind) => sum + total(counts) * logLossOf(prior[kind]!), 0) / y.length,
    0.5,
  ];
}

/**
 * Where all resamples are alike, as for a model that is always right, they say nothing of chance: intervals by formula
 * take their place, which have a width there too. Rows of one block count as one.
 */
function standIns(
  confusion: Confusion,
  values: readonly number[],
  independent: number,
): (Interval | undefined)[] {
  const recalls = confusion.map((counts, kind) => ({
    successes: counts[kind]! / independent,
    trials: total(counts) / independent,
  }));
  const rows = total(recalls.map(({ trials }) => trials));
  const balanced = meanShareInterval(recalls);
  const areas = recalls.map(({ trials }) => aucInterval(values[4] ?? NaN, trials, rows - trials));
  return [
    wilsonInterval(values[0]! * rows, rows),
    balanced,
    balanced,
    undefined,
    [total(areas.map(([low]) => low)) / areas.length, total(areas.map(([, high]) => high)) / areas.length],
  ];
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Rows of a class beside each other, in the order of the classes. */
function byClass(prediction: Prediction, y: Float32Array, sizes: readonly number[]): Rows {
  const { rows, outputs, values } = prediction;
  const places = sizes.map((_, kind) => sizes.slice(0, kind).reduce((sum, size) => sum + size, 0));
  const sorted: Rows = {
    prediction: { rows, outputs, values: new Float32Array(values.length) },
    y: y.slice(),
  };
  for (let row = 0; row < rows; row++) {
    const place = places[y[row]!]!++;
    sorted.y[place] = y[row]!;
    for (let i = 0; i < outputs; i++)
      sorted.prediction.values[place * outputs + i] = values[row * outputs + i]!;
  }
  return sorted;
}
