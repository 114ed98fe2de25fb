import type { Task } from './schema.ts';

export type MetricName =
  'accuracy' | 'balanced-accuracy' | 'macro-f1' | 'log-loss' | 'roc-auc' | 'mae' | 'rmse' | 'r2';

/** A measured quality with its 95 % interval, and what the baseline reaches on the same rows. */
export interface Score {
  readonly metric: MetricName;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly baseline: number;
}

/** What stands beside every score: the most frequent class with the training prior, or the training mean. */
export type Baseline =
  | { readonly kind: 'majority'; readonly prior: readonly number[] }
  | { readonly kind: 'mean'; readonly mean: number };

/** How a model does on rows that chose nothing about it, in a few numbers. */
export interface EvaluationSummary {
  readonly task: Task;
  readonly rows: number;
  readonly baseline: Baseline['kind'];
  readonly scores: readonly Score[];
}

/** How a model does on rows that chose nothing about it, in full. */
export interface Evaluation extends EvaluationSummary {
  readonly classes: readonly ClassReport[];
  /** Row: the actual class; column: the predicted one. Empty for a regression. */
  readonly confusion: readonly (readonly number[])[];
  /** Binary only: points of the ROC curve from (0, 0) to (1, 1), at most 200. */
  readonly roc: readonly { readonly falsePositiveRate: number; readonly truePositiveRate: number }[];
  /** Regression only: at most 1,000 rows, evenly spaced. */
  readonly residuals: readonly { readonly actual: number; readonly predicted: number }[];
  /** Classification only; models evaluated before there was one lack it. */
  readonly reliability?: Reliability;
  /** How the scores' intervals were drawn; models evaluated before they were drawn so lack it. */
  readonly intervals?: Resampling;
}

export function summaryOf({ task, rows, baseline, scores }: Evaluation): EvaluationSummary {
  return { task, rows, baseline, scores };
}

/**
 * How rows were drawn again for 95 % percentile intervals: plain: from all, stratified: within each actual class, block:
 * in blocks of rows that follow each other in time.
 */
export type Resampling =
  | { readonly kind: 'plain' | 'stratified'; readonly resamples: number }
  | { readonly kind: 'block'; readonly resamples: number; readonly blockLength: number };

/** Whether probabilities come true: of rows that were given about .7, about 7 in 10 must be so. */
export interface Reliability {
  /** What the probability is of. positive-class: the second of two classes; top-label: the class named, being right. */
  readonly of: 'positive-class' | 'top-label';
  /** From the lowest probability to the highest, of about as many rows each, at most 10. */
  readonly bins: readonly ReliabilityBin[];
  /** The expected calibration error: how far probability and observed share are apart, on average over the rows. */
  readonly calibrationError: number;
}

export interface ReliabilityBin {
  readonly rows: number;
  /** The mean of their probabilities. */
  readonly predicted: number;
  /** The share of them for which it came true, with its 95 % interval. */
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

export interface ClassReport {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

/**
 * Two models on the same rows, which neither has learnt.
 *
 * `loss` is what is compared: the share of wrong rows for a classification, the mean absolute error for a regression.
 * The difference is the challenger's loss less the champion's (below zero: the challenger is better), with its paired
 * 95 % interval.
 */
export interface Comparison {
  readonly rows: number;
  readonly loss: 'error-rate' | 'absolute-error';
  readonly champion: number;
  readonly challenger: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Rows on which only the challenger was right (regression: was closer), only the champion, and neither. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}
