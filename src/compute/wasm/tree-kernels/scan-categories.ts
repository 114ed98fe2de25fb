import { countAt, hessianAt, keep, packedAt } from './cells';
import {
  categoryL2,
  categoryLimit,
  categorySmoothing,
  gain,
  gradientUnit,
  hessianUnit,
  isBetter,
  shift,
} from './gain';

/** Up to so many categories each is tried against all others. */
const FEW = 4;

const order = memory.data(256, 16);
const places = memory.data(2048, 16);

/** The best set of categories, where it is better than `start`: reference/scan-categories.ts. */
export function scanCategories(
  bins: i32,
  feature: i32,
  random: f64,
  start: f64,
  out: usize,
  goesLeft: usize,
): f64 {
  let best = start;
  let filled = 0;
  for (let code = 0; code <= bins; code++)
    if (packedAt(code) != 0) {
      store<u8>(order + <usize>filled, <u8>code);
      filled++;
    }
  const isFew = filled <= FEW;
  if (!isFew) sortByPlace(filled);
  const only = random >= 0 ? <i32>Math.floor(random * <f64>(isFew ? filled : filled - 1)) : -1;
  const extra = isFew ? 0 : categoryL2;
  let packed: i64 = 0;
  let hessians: i64 = 0;
  for (let index = 0; index < filled; index++) {
    const code = <i32>load<u8>(order + <usize>index);
    packed = isFew ? packedAt(code) : packed + packedAt(code);
    hessians = isFew ? hessianAt(code) : hessians + hessianAt(code);
    if (!isFew && min<i32>(index + 1, filled - index - 1) > categoryLimit) continue;
    if (only >= 0 && index != only) continue;
    const leftCount = countAt(packed);
    const leftGradient = <f64>(packed - (leftCount << shift)) * gradientUnit;
    const leftHessian = <f64>hessians * hessianUnit;
    if (!isBetter(<f64>leftCount, leftGradient, leftHessian, extra, 0, best)) continue;
    best = gain;
    keep(out, feature, -1, <f64>leftCount, leftGradient, leftHessian);
    memory.fill(goesLeft, 0, 256);
    for (let at = isFew ? index : 0; at <= index; at++)
      store<u8>(goesLeft + <usize>load<u8>(order + <usize>at), 1);
  }
  return best;
}

/** By insertion, so that equals stay in the order of their codes. */
function sortByPlace(filled: i32): void {
  for (let index = 0; index < filled; index++) {
    const code = load<u8>(order + <usize>index);
    const packed = packedAt(<i32>code);
    const ownHessian = <f64>hessianAt(<i32>code) * hessianUnit + categorySmoothing;
    const ownGradient = <f64>(packed - (countAt(packed) << shift)) * gradientUnit;
    const place = ownHessian > 0 ? ownGradient / ownHessian : 0;
    let at = <usize>index;
    while (at > 0 && load<f64>(places + ((at - 1) << 3)) > place) {
      store<f64>(places + (at << 3), load<f64>(places + ((at - 1) << 3)));
      store<u8>(order + at, load<u8>(order + at - 1));
      at--;
    }
    store<f64>(places + (at << 3), place);
    store<u8>(order + at, code);
  }
}
