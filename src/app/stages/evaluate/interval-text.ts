import type { Resampling } from '../../../core/evaluation.ts';
import { countText } from '../../parts/format.ts';

/**
 * How the 95 % intervals came about, in a sentence.
 *
 * @example
 * intervalsText({ kind: 'stratified', resamples: 1000 })
 * // "95% intervals: rows drawn again 1,000 times within each class (stratified bootstrap)."
 */
export function intervalsText(intervals: Resampling | undefined): string {
  if (!intervals)
    return '95% intervals by formula: this version was evaluated before rows were drawn again for them.';
  const drawn = `95% intervals: rows drawn again ${countText(intervals.resamples)} times`;
  switch (intervals.kind) {
    case 'plain':
      return `${drawn} (bootstrap).`;
    case 'stratified':
      return `${drawn} within each class (stratified bootstrap).`;
    case 'block':
      return intervals.blockLength === 1
        ? `${drawn} (bootstrap); they are in the order of time, but neighbours are no more alike than others.`
        : `${drawn} in blocks of ${countText(intervals.blockLength)} neighbouring rows, since they are in the order of time (block bootstrap).`;
  }
}
