import type { TreeGrowth } from '../../core/trees.ts';
import { CODES, type CodedFeature, type ScanRequest, type Split } from '../trees/kernels.ts';
import { splitGain } from './split-gain.ts';

/**
 * The threshold of a number that gains most, and the side of what is missing: of equal gains the lowest threshold with what is missing on the
 * right. Where nothing is missing in the leaf, it will go to the side of more rows.
 */
export function scanNumbers(
  cells: Float64Array, // (codes, 3): count, gradient, hessian
  { bins }: CodedFeature,
  feature: number,
  request: ScanRequest,
  growth: TreeGrowth,
): Split | null {
  const { sums, random } = request;
  const missing = { count: cells[3 * bins]!, gradient: cells[3 * bins + 1]!, hessian: cells[3 * bins + 2]! };
  const only = random && randomBin(cells, bins, random[feature]!);
  let best: Omit<Split, 'goesLeft' | 'feature'> | null = null;
  let isMissingLeft = false;
  for (const withMissing of missing.count > 0 ? [false, true] : [false]) {
    let { count, gradient, hessian } = withMissing ? missing : { count: 0, gradient: 0, hessian: 0 };
    // All present values on the left leave only what is missing for the right.
    const last = !withMissing && missing.count > 0 ? bins - 1 : bins - 2;
    for (let bin = 0; bin <= last; bin++) {
      const here = cells[3 * bin]!;
      count += here;
      gradient += cells[3 * bin + 1]!;
      hessian += cells[3 * bin + 2]!;
      if (only === null ? here === 0 : bin !== only) continue;
      const left = { count, gradient, hessian };
      const found = splitGain(left, sums, request, growth, growth.l2, growth.monotone?.[feature] ?? 0);
      if (!found || found.gain <= (best?.gain ?? 0)) continue;
      best = { ...found, bin, left };
      isMissingLeft = missing.count > 0 ? withMissing : 2 * count > sums.count;
    }
  }
  if (!best) return null;
  const goesLeft = new Uint8Array(CODES);
  goesLeft.fill(1, 0, best.bin + 1);
  if (isMissingLeft) goesLeft[bins] = 1;
  return { ...best, feature, goesLeft };
}

/**
 * From the first filled bin to the one before the last filled one, which may be empty itself. Where fewer than two are filled, all that is present goes one way.
 */
function randomBin(cells: Float64Array, bins: number, share: number): number {
  let first = 0;
  while (first < bins && cells[3 * first] === 0) first++;
  let last = bins - 1;
  while (last > first && cells[3 * last] === 0) last--;
  return last > first ? first + Math.floor(share * (last - first)) : bins - 1;
}
