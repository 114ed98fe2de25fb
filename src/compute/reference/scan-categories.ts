import type { TreeGrowth } from '../../core/trees.ts';
import { CODES, type CodedFeature, type LeafSums, type ScanRequest, type Split } from '../trees/kernels.ts';
import { splitGain } from './split-gain.ts';

/** Up to so many categories each is tried against all others, without an order and its extra l2. */
const FEW = 4;

/**
 * The set of categories that gains most on the left. Put in the order of G / (H + smoothing), the best set is a first part
 * of them (Fisher, "On grouping for maximum homogeneity", 1958). What is missing is a category as well.
 */
export function scanCategories(
  cells: Float64Array, // (codes, 3): count, gradient, hessian
  { bins }: CodedFeature,
  feature: number,
  request: ScanRequest,
  growth: TreeGrowth,
): Split | null {
  const filled: number[] = [];
  for (let code = 0; code <= bins; code++) if (cells[3 * code]! > 0) filled.push(code);
  const isFew = filled.length <= FEW;
  const { categorySmoothing, categoryL2, categoryLimit, l2 } = growth;
  const place = (code: number) => {
    const hessian = cells[3 * code + 2]! + categorySmoothing;
    return hessian > 0 ? cells[3 * code + 1]! / hessian : 0;
  };
  const places = filled.map(place);
  const order = Array.from(filled.keys());
  if (!isFew) order.sort((a, b) => places[a]! - places[b]! || a - b);
  const only = request.random
    ? Math.floor(request.random[feature]! * (isFew ? filled.length : filled.length - 1))
    : -1;

  let best: Omit<Split, 'goesLeft' | 'feature'> | null = null;
  let bestPlace = -1;
  let left: LeafSums = { count: 0, gradient: 0, hessian: 0 };
  for (const [index, at] of order.entries()) {
    const code = filled[at]!;
    const own = { count: cells[3 * code]!, gradient: cells[3 * code + 1]!, hessian: cells[3 * code + 2]! };
    left = isFew
      ? own
      : {
          count: left.count + own.count,
          gradient: left.gradient + own.gradient,
          hessian: left.hessian + own.hessian,
        };
    if (!isFew && Math.min(index + 1, order.length - index - 1) > categoryLimit) continue;
    if (only >= 0 && index !== only) continue;
    const found = splitGain(left, request.sums, request, growth, isFew ? l2 : l2 + categoryL2, 0);
    if (!found || found.gain <= (best?.gain ?? 0)) continue;
    best = { ...found, bin: -1, left };
    bestPlace = index;
  }
  if (!best) return null;
  const goesLeft = new Uint8Array(CODES);
  for (let index = isFew ? bestPlace : 0; index <= bestPlace; index++) goesLeft[filled[order[index]!]!] = 1;
  return { ...best, feature, goesLeft };
}
