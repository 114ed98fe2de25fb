import type { FeatureBins } from './bins.ts';

/**
 * Writes the bins of some rows' values.
 *
 * @param isAsked which features' bins are written; all by default
 */
export function encodeRows(
  bins: readonly FeatureBins[],
  x: Float32Array, // (rows, features)
  codes: Uint8Array, // (rows, features)
  from: number,
  to: number,
  isAsked: (bins: FeatureBins) => boolean = () => true,
): void {
  const width = bins.length;
  for (const [feature, own] of bins.entries())
    if (isAsked(own))
      for (let row = from, at = from * width + feature; row < to; row++, at += width)
        codes[at] = codeOf(own, x[at]!);
}

function codeOf({ count, isCategory, bounds, codes }: FeatureBins, value: number): number {
  if (value !== value) return count;
  if (isCategory) return codes[value]!;
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= bounds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
