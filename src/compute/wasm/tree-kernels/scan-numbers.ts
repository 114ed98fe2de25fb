import { countAt, hessianAt, keep, packedAt } from './cells';
import {
  count,
  gain,
  gradient,
  gradientUnit,
  hessian,
  hessianUnit,
  isBetter,
  isMonotone,
  l1,
  l2,
  leafRows,
  minimumGain,
  shift,
  wholeGain,
} from './gain';

/** The best threshold of a number, where it is better than `start`: reference/scan-numbers.ts. */
export function scanNumbers(
  bins: i32,
  feature: i32,
  direction: i32,
  random: f64,
  start: f64,
  out: usize,
  goesLeft: usize,
): f64 {
  let best = start;
  const missing = packedAt(bins);
  const missingCount = countAt(missing);
  let only = -1;
  if (random >= 0) {
    let first = 0;
    while (first < bins && packedAt(first) == 0) first++;
    let last = bins - 1;
    while (last > first && packedAt(last) == 0) last--;
    if (last > first) only = first + <i32>Math.floor(random * <f64>(last - first));
    else if (missingCount > 0) only = bins - 1;
    else return best;
  }
  const leastCount = <i64>Math.ceil(max<f64>(1, leafRows));
  const mostCount = <i64>count - leastCount;
  // What most bins need stands in this function: there are thousands of them a leaf.
  const half: i64 = (<i64>1) << (shift - 1);
  const bits = shift;
  const unit = gradientUnit;
  const unitOfHessian = hessianUnit;
  const allGradient = gradient;
  const allHessian = hessian;
  const own = wholeGain;
  const pull = l2;
  const isPlain = !isMonotone && l1 == 0;
  let least = max<f64>(best, minimumGain);
  let found = -1;
  let isMissingLeft = false;
  for (let side = 0; side < (missingCount > 0 ? 2 : 1); side++) {
    let packed: i64 = side ? missing : 0;
    let hessians: i64 = side ? hessianAt(bins) : 0;
    const last = side == 0 && missingCount > 0 ? bins - 1 : bins - 2;
    for (let bin = 0; bin <= last; bin++) {
      const here = packedAt(bin);
      if (here == 0 && bin != only) continue;
      packed += here;
      hessians += hessianAt(bin);
      if (only >= 0 && bin != only) continue;
      const leftCount = (packed + half) >> bits;
      if (leftCount < leastCount) continue;
      if (leftCount > mostCount) break;
      const leftGradient = <f64>(packed - (leftCount << bits)) * unit;
      const leftHessian = <f64>hessians * unitOfHessian;
      if (isPlain) {
        // Both divisions at once.
        const pulls = pair(leftGradient, allGradient - leftGradient);
        const totals = f64x2.add(pair(leftHessian, allHessian - leftHessian), f64x2.splat(pull));
        const gains = f64x2.div(f64x2.mul(pulls, pulls), totals);
        if (!(f64x2.extract_lane(gains, 0) + f64x2.extract_lane(gains, 1) - own > least)) continue;
      }
      if (!isBetter(<f64>leftCount, leftGradient, leftHessian, 0, direction, best)) continue;
      best = gain;
      least = gain;
      keep(out, feature, bin, <f64>leftCount, leftGradient, leftHessian);
      found = bin;
      isMissingLeft = missingCount > 0 ? side == 1 : 2 * <f64>leftCount > count;
    }
  }
  if (found < 0) return best;
  memory.fill(goesLeft, 0, 256);
  memory.fill(goesLeft, 1, found + 1);
  store<u8>(goesLeft + <usize>bins, <u8>isMissingLeft);
  return best;
}

function pair(first: f64, second: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(first), 1, second);
}
