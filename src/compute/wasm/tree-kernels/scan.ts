import { readFrom } from './cells';
import { setLeaf } from './gain';
import { scanCategories } from './scan-categories';
import { scanNumbers } from './scan-numbers';

// The same operations on the same numbers in the same order as in plain TypeScript, so that every bit is the same.

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
  count: f64,
  gradient: f64,
  hessian: f64,
  lower: f64,
  upper: f64,
  shift: i32,
  gradientUnit: f64,
  hessianUnit: f64,
  out: usize,
  goesLeft: usize,
): bool {
  setLeaf(count, gradient, hessian, lower, upper, shift, gradientUnit, hessianUnit);
  let best: f64 = 0;
  for (let feature = 0; feature < width; feature++) {
    if (!load<u8>(allowed + <usize>feature)) continue;
    readFrom(histogram + <usize>feature * stride);
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
