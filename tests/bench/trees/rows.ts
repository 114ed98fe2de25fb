import type { Task } from '../../../src/core/schema.ts';

/** Rows that lie in a folder as two files of Float32, `NAME.x` (rows, features) and `NAME.y` (rows): of those the first ones. */
export interface Rows {
  readonly name: string;
  readonly rows: number;
  readonly task: Task;
  readonly features: readonly string[];
  readonly classes: readonly string[];
  /** Of the features that are categories: how many each has. */
  readonly categories: Readonly<Record<string, number>>;
}
