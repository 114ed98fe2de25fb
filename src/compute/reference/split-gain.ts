import type { TreeGrowth } from '../../core/trees.ts';
import type { LeafSums, ScanRequest } from '../trees/kernels.ts';

/**
 * What a leaf gains by being split: T(G)^2 / (H + l2) of its children less its own, where T(G) is the sum of gradients brought `l1` nearer
 * to 0 (Chen & Guestrin, "XGBoost", 2016, equation 7, without the halves). Where values are bounded, a child's part is what its bounded value
 * gains: -(2 T(G) w + (H + l2) w^2).
 *
 * @returns null where a child is too small, or the values would fall where they have to rise.
 */
export function splitGain(
  left: LeafSums,
  sums: LeafSums,
  { lower, upper }: Pick<ScanRequest, 'lower' | 'upper'>,
  { l1, l2: parentL2, leafRows, leafHessian, minimumGain, monotone }: TreeGrowth,
  l2: number,
  direction: number,
): { readonly gain: number; readonly leftValue: number; readonly rightValue: number } | null {
  const rightCount = sums.count - left.count;
  const rightHessian = sums.hessian - left.hessian;
  if (left.count < leafRows || rightCount < leafRows || left.count < 1 || rightCount < 1) return null;
  if (left.hessian < leafHessian || rightHessian < leafHessian) return null;
  const leftPull = shrunk(left.gradient, l1);
  const rightPull = shrunk(sums.gradient - left.gradient, l1);
  const leftTotal = left.hessian + l2;
  const rightTotal = rightHessian + l2;
  if (!(leftTotal > 0 && rightTotal > 0)) return null;
  const pull = shrunk(sums.gradient, l1);
  let leftValue = -leftPull / leftTotal;
  let rightValue = -rightPull / rightTotal;
  let gain: number;
  if (monotone) {
    leftValue = Math.min(Math.max(leftValue, lower), upper);
    rightValue = Math.min(Math.max(rightValue, lower), upper);
    if (direction > 0 ? leftValue > rightValue : direction < 0 && leftValue < rightValue) return null;
    const total = sums.hessian + parentL2;
    const value = Math.min(Math.max(-pull / total, lower), upper);
    gain =
      gainAt(leftPull, leftTotal, leftValue) +
      gainAt(rightPull, rightTotal, rightValue) -
      gainAt(pull, total, value);
  } else
    gain =
      (leftPull * leftPull) / leftTotal +
      (rightPull * rightPull) / rightTotal -
      (pull * pull) / (sums.hessian + parentL2);
  return gain > minimumGain ? { gain, leftValue, rightValue } : null;
}

function shrunk(gradient: number, l1: number): number {
  return gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0;
}

function gainAt(pull: number, total: number, value: number): number {
  return -(2 * pull * value + total * value * value);
}
