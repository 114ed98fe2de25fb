// The best split of a leaf, as reference/scan-numbers.ts, scan-categories.ts and split-gain.ts define it: the same operations on
// the same numbers in the same order, so that every bit is the same.

/** Up to so many categories each is tried against all others. */
const FEW = 4;

let l1: f64 = 0;
let l2: f64 = 0;
let leafRows: f64 = 0;
let leafHessian: f64 = 0;
let minimumGain: f64 = 0;
let categorySmoothing: f64 = 0;
let categoryL2: f64 = 0;
let categoryLimit: i32 = 0;
let isMonotone: bool = false;

export function setGrowth(
  l1Of: f64,
  l2Of: f64,
  leafRowsOf: f64,
  leafHessianOf: f64,
  minimumGainOf: f64,
  categorySmoothingOf: f64,
  categoryL2Of: f64,
  categoryLimitOf: i32,
  isMonotoneOf: bool,
): void {
  l1 = l1Of;
  l2 = l2Of;
  leafRows = leafRowsOf;
  leafHessian = leafHessianOf;
  minimumGain = minimumGainOf;
  categorySmoothing = categorySmoothingOf;
  categoryL2 = categoryL2Of;
  categoryLimit = categoryLimitOf;
  isMonotone = isMonotoneOf;
}

// The leaf that is looked at.
let count: f64 = 0;
let gradient: f64 = 0;
let hessian: f64 = 0;
let lower: f64 = 0;
let upper: f64 = 0;
/** What its rows gain by being one leaf. */
let wholeGain: f64 = 0;
let shift: i32 = 0;
let gradientUnit: f64 = 0;
let hessianUnit: f64 = 0;

// What `isBetter` found last.
let gain: f64 = 0;
let leftValue: f64 = 0;
let rightValue: f64 = 0;

function shrunk(value: f64): f64 {
  return value > l1 ? value - l1 : value < -l1 ? value + l1 : 0;
}

function held(value: f64): f64 {
  return min<f64>(max<f64>(value, lower), upper);
}

function gainAt(pull: f64, total: f64, value: f64): f64 {
  return -(2 * pull * value + total * value * value);
}

/** Whether a split into these and the others gains more than `best` and is allowed. */
function isBetter(
  leftCount: f64,
  leftGradient: f64,
  leftHessian: f64,
  extra: f64,
  direction: i32,
  best: f64,
): bool {
  const rightCount = count - leftCount;
  const rightHessian = hessian - leftHessian;
  if (leftCount < leafRows || rightCount < leafRows || leftCount < 1 || rightCount < 1) return false;
  if (leftHessian < leafHessian || rightHessian < leafHessian) return false;
  const leftPull = shrunk(leftGradient);
  const rightPull = shrunk(gradient - leftGradient);
  const leftTotal = leftHessian + (l2 + extra);
  const rightTotal = rightHessian + (l2 + extra);
  if (!(leftTotal > 0 && rightTotal > 0)) return false;
  if (isMonotone) {
    const leftOf = held(-leftPull / leftTotal);
    const rightOf = held(-rightPull / rightTotal);
    if (direction > 0 ? leftOf > rightOf : direction < 0 && leftOf < rightOf) return false;
    const found = gainAt(leftPull, leftTotal, leftOf) + gainAt(rightPull, rightTotal, rightOf) - wholeGain;
    if (!(found > minimumGain && found > best)) return false;
    gain = found;
    leftValue = leftOf;
    rightValue = rightOf;
    return true;
  }
  const found = (leftPull * leftPull) / leftTotal + (rightPull * rightPull) / rightTotal - wholeGain;
  if (!(found > minimumGain && found > best)) return false;
  gain = found;
  leftValue = -leftPull / leftTotal;
  rightValue = -rightPull / rightTotal;
  return true;
}

function pair(first: f64, second: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(first), 1, second);
}

// Where the cells of a feature stand, and what is in one of them.
let cells: usize = 0;

function countAt(packed: i64): i64 {
  return (packed + ((<i64>1) << (shift - 1))) >> shift;
}

function packedAt(code: i32): i64 {
  return load<i64>(cells + ((<usize>code) << 4));
}

function hessianAt(code: i32): i64 {
  return load<i64>(cells + ((<usize>code) << 4), 8);
}

/** Writes down a split that is the best so far: RESULT in ../tree-kernels.ts. */
function keep(out: usize, feature: i32, bin: i32, leftCount: f64, leftGradient: f64, leftHessian: f64): void {
  store<f64>(out, gain);
  store<f64>(out, <f64>feature, 8);
  store<f64>(out, <f64>bin, 16);
  store<f64>(out, leftCount, 24);
  store<f64>(out, leftGradient, 32);
  store<f64>(out, leftHessian, 40);
  store<f64>(out, leftValue, 48);
  store<f64>(out, rightValue, 56);
}

function scanNumbers(
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
    if (last <= first) return best;
    only = first + <i32>Math.floor(random * <f64>(last - first));
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
      if (here == 0) continue;
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

const order = memory.data(256, 16);
const places = memory.data(2048, 16);

function scanCategories(bins: i32, feature: i32, random: f64, start: f64, out: usize, goesLeft: usize): f64 {
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

/**
 * The split of a leaf that gains most, written to `out` and `goesLeft`; tells whether there is one.
 *
 * @param histogram (features, stride) of the leaf
 * @param bins of each feature, u32, and from the 256th on those of a category
 * @param directions i8 of each feature
 * @param allowed u8 of each feature
 * @param random f64 of each feature; 0: every threshold
 */
export function scan(
  histogram: usize,
  stride: usize,
  width: i32,
  bins: usize,
  directions: usize,
  allowed: usize,
  random: usize,
  countOf: f64,
  gradientOf: f64,
  hessianOf: f64,
  lowerOf: f64,
  upperOf: f64,
  shiftOf: i32,
  gradientUnitOf: f64,
  hessianUnitOf: f64,
  out: usize,
  goesLeft: usize,
): bool {
  count = countOf;
  gradient = gradientOf;
  hessian = hessianOf;
  lower = lowerOf;
  upper = upperOf;
  shift = shiftOf;
  gradientUnit = gradientUnitOf;
  hessianUnit = hessianUnitOf;
  const pull = shrunk(gradient);
  const total = hessian + l2;
  wholeGain = isMonotone ? gainAt(pull, total, held(-pull / total)) : (pull * pull) / total;
  let best: f64 = 0;
  for (let feature = 0; feature < width; feature++) {
    if (!load<u8>(allowed + <usize>feature)) continue;
    cells = histogram + <usize>feature * stride;
    const own = load<u32>(bins + ((<usize>feature) << 2));
    const share: f64 = random ? load<f64>(random + ((<usize>feature) << 3)) : -1;
    best =
      own & 256
        ? scanCategories(<i32>(own & 255), feature, share, best, out, goesLeft)
        : scanNumbers(
            <i32>(own & 255),
            feature,
            <i32>load<i8>(directions + <usize>feature),
            share,
            best,
            out,
            goesLeft,
          );
  }
  return best > 0;
}
