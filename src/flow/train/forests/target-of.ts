import type { Problem } from '../../../core/learner.ts';

/** What an output of a forest is to be: the value, 1 for the second of two classes, or 1 for its own of more. */
export function targetOf({ task }: Problem, y: number, output: number): number {
  return task === 'multiclass' ? Number(y === output) : y;
}
