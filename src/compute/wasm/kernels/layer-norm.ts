import { ROW, multiplyAdd } from './lanes';
import { Layer, batchStride, gradient, parameters } from './layout';

/** Keeps the root away from 0 where a row does not vary; that of math/layer-norm.ts. */
const SMALLEST_VARIANCE: f32 = 1e-5;

function sumOf(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  );
}

/** All bits of those of the four columns from `column` on that a layer has, so that its padding stays 0. */
function within(column: i32, columns: i32): v128 {
  return i32x4.lt_s(i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(column)), i32x4.splat(columns));
}

/** Where the four columns from `column` on of a row lie. */
function cellAt(panels: usize, row: i32, column: i32): usize {
  return panels + <usize>(column >> 3) * batchStride + <usize>row * ROW + ((<usize>(column & 7)) << 2);
}

/** Brings a layer's sums, row by row and in place, to mean 0 and variance 1, then applies gains and offsets, and a relu where it is asked for. */
export function normalise(layer: Layer, values: usize, rows: i32, isRelu: bool): void {
  const columns = layer.fanOut;
  const gains = parameters + ((<usize>layer.gains) << 2);
  const offsets = gains + ((<usize>layer.columns8) << 2);
  for (let row = 0; row < rows; row++) {
    let sums = f32x4.splat(0);
    for (let j = 0; j < columns; j += 4) sums = f32x4.add(sums, v128.load(cellAt(values, row, j)));
    const mean = f32x4.splat(sumOf(sums) / <f32>columns);
    let squares = f32x4.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const away = v128.and(f32x4.sub(v128.load(cellAt(values, row, j)), mean), within(j, columns));
      squares = multiplyAdd(away, away, squares);
      v128.store(cellAt(layer.normed, row, j), away);
    }
    const scale = <f32>1 / sqrt<f32>(sumOf(squares) / <f32>columns + SMALLEST_VARIANCE);
    store<f32>(layer.scales + ((<usize>row) << 2), scale);
    for (let j = 0; j < columns; j += 4) {
      const by = (<usize>j) << 2;
      const value = f32x4.mul(v128.load(cellAt(layer.normed, row, j)), f32x4.splat(scale));
      v128.store(cellAt(layer.normed, row, j), value);
      const moved = multiplyAdd(value, v128.load(gains + by), v128.load(offsets + by));
      v128.store(cellAt(values, row, j), isRelu ? f32x4.max(moved, f32x4.splat(0)) : moved);
    }
  }
}

/** Turns the gradient by what `normalise` left into that by what it was given, and leaves that by gains and offsets. */
export function backThroughNorm(layer: Layer, rows: i32): void {
  const columns = layer.fanOut;
  const gains = parameters + ((<usize>layer.gains) << 2);
  slopes(layer, rows);
  for (let row = 0; row < rows; row++) {
    let sums = f32x4.splat(0);
    let along = f32x4.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const at = cellAt(layer.delta, row, j);
      const gained = f32x4.mul(v128.load(at), v128.load(gains + ((<usize>j) << 2)));
      v128.store(at, gained);
      sums = f32x4.add(sums, gained);
      along = multiplyAdd(gained, v128.load(cellAt(layer.normed, row, j)), along);
    }
    const mean = f32x4.splat(sumOf(sums) / <f32>columns);
    const slope = f32x4.splat(sumOf(along) / <f32>columns);
    const scale = f32x4.splat(load<f32>(layer.scales + ((<usize>row) << 2)));
    for (let j = 0; j < columns; j += 4) {
      const at = cellAt(layer.delta, row, j);
      const pulled = f32x4.mul(v128.load(cellAt(layer.normed, row, j)), slope);
      const own = f32x4.mul(scale, f32x4.sub(f32x4.sub(v128.load(at), mean), pulled));
      v128.store(at, v128.and(own, within(j, columns)));
    }
  }
}

function slopes(layer: Layer, rows: i32): void {
  const gains = gradient + ((<usize>layer.gains) << 2);
  const offsets = gains + ((<usize>layer.columns8) << 2);
  for (let j = 0; j < layer.columns8; j += 4) {
    let gain = f32x4.splat(0);
    let offset = f32x4.splat(0);
    for (let row = 0; row < rows; row++) {
      const own = v128.load(cellAt(layer.delta, row, j));
      gain = multiplyAdd(own, v128.load(cellAt(layer.normed, row, j)), gain);
      offset = f32x4.add(offset, own);
    }
    v128.store(gains + ((<usize>j) << 2), gain);
    v128.store(offsets + ((<usize>j) << 2), offset);
  }
}
