// How a tree is to grow, the leaf that is looked at, and what a split of it gains: reference/split-gain.ts.

export let l1: f64 = 0;
export let l2: f64 = 0;
export let leafRows: f64 = 0;
let leafHessian: f64 = 0;
export let minimumGain: f64 = 0;
export let categorySmoothing: f64 = 0;
export let categoryL2: f64 = 0;
export let categoryLimit: i32 = 0;
export let isMonotone: bool = false;

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
export let count: f64 = 0;
export let gradient: f64 = 0;
export let hessian: f64 = 0;
let lower: f64 = 0;
let upper: f64 = 0;
/** What its rows gain by being one leaf. */
export let wholeGain: f64 = 0;
export let shift: i32 = 0;
export let gradientUnit: f64 = 0;
export let hessianUnit: f64 = 0;

/** What is looked at from here on. */
export function setLeaf(
  countOf: f64,
  gradientOf: f64,
  hessianOf: f64,
  lowerOf: f64,
  upperOf: f64,
  shiftOf: i32,
  gradientUnitOf: f64,
  hessianUnitOf: f64,
): void {
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
}

// What `isBetter` found last.
export let gain: f64 = 0;
export let leftValue: f64 = 0;
export let rightValue: f64 = 0;

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
export function isBetter(
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
