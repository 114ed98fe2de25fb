import type { Batch } from '../../core/matrix.ts';

/** A regression's target as the network sees it: (y - mean) / deviation, of the rows that it was fitted on. */
export type TargetScale = {
  readonly mean: number;
  /** 1 where the target does not vary. */
  readonly deviation: number;
};

/** The weighted mean and standard deviation of the target. */
export function measureTarget({ y, weights }: Pick<Batch, 'y' | 'weights'>): TargetScale {
  const weightOf = (row: number) => (weights ? weights[row]! : 1);
  let total = 0;
  let sum = 0;
  for (let row = 0; row < y.length; row++) {
    total += weightOf(row);
    sum += weightOf(row) * y[row]!;
  }
  const mean = sum / total;
  let squares = 0;
  for (let row = 0; row < y.length; row++) squares += weightOf(row) * (y[row]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / total) || 1 };
}

/** Null: the target as it is (class indexes). */
export function scaleTarget(y: Float32Array, scale: TargetScale | null): Float32Array<ArrayBuffer> {
  return Float32Array.from(y, scale ? (value) => (value - scale.mean) / scale.deviation : (value) => value);
}

/** Back into the target's own unit, in place. */
export function unscaleTarget(
  values: Float32Array<ArrayBuffer>,
  scale: TargetScale,
): Float32Array<ArrayBuffer> {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * scale.deviation + scale.mean;
  return values;
}
