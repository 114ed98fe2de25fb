import type { ColumnKind } from './column.ts';

/** What is known of a column without its cells: enough to draw a form for it and to check later data against it. */
export interface Field {
  readonly name: string;
  readonly kind: ColumnKind;
  /** How many cells are missing. */
  readonly missing: number;
  /** How many different values the cells that are there have. */
  readonly distinct: number;
  /** number and time: the smallest and the largest value; null where every cell is missing. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** category and boolean: the labels, most frequent first, at most MAXIMUM_LABELS of them. */
  readonly labels: readonly string[];
}

export const MAXIMUM_LABELS = 200;

export type Task = 'binary' | 'multiclass' | 'regression';

/** What a model is to tell: a column, and for a classification the labels that its class indexes stand for. */
export interface Target {
  readonly column: string;
  readonly task: Task;
  /** In the order of the class indexes; empty for a regression. Binary: the second one is the positive class. */
  readonly classes: readonly string[];
}
