/**
 * Round numbers from low to high, about as many as asked for.
 *
 * @example
 * ticks(-0.03, 0.05, 4) // [-0.02, 0, 0.02, 0.04]
 */
export function ticks(low: number, high: number, count: number): readonly number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const rough = span / Math.max(1, count);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * magnitude >= rough * 0.999) ?? 10;
  const step = factor * magnitude;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/**
 * An axis around zero, as wide to either side, on which every finite value has its place with room to spare.
 *
 * @example
 * aroundZero([-0.02, 0.01]) // [-0.023, 0.023]
 */
export function aroundZero(values: readonly number[]): readonly [number, number] {
  const widest = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  const reach = widest === 0 ? 1 : Number((widest * 1.15).toPrecision(3));
  return [-reach, reach];
}

/**
 * Where a value lies on an axis, in percent of its width; what lies beyond an end is drawn at that end.
 *
 * @example
 * positionOn([-1, 1], 0.5) // 75
 */
export function positionOn([low, high]: readonly [number, number], value: number): number {
  return Math.min(100, Math.max(0, ((value - low) / (high - low || 1)) * 100));
}
