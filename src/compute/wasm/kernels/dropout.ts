import { ROW } from './lanes';

/** The integer hash of math/dropout.ts. */
function mix(value: u32): u32 {
  let x = (value ^ (value >> 16)) * 0x21f0aaad;
  x = (x ^ (x >> 15)) * 0x735a2d97;
  return x ^ (x >> 15);
}

/** The same in four lanes. */
function mixLanes(value: v128): v128 {
  let x = i32x4.mul(v128.xor(value, i32x4.shr_u(value, 16)), i32x4.splat(0x21f0aaad));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x735a2d97));
  return v128.xor(x, i32x4.shr_u(x, 15));
}

/** From what the mask of one hidden layer follows at one step. */
export function dropoutKey(seed: u32, step: u32, layer: u32): u32 {
  return mix(mix(mix(seed) ^ step) ^ layer);
}

/** Makes the outputs of the dropped units zero, in place, and the others grow; on the way back their gradients. */
export function drop(
  values: usize,
  stride: usize,
  rows: i32,
  units: i32,
  key: u32,
  threshold: i32,
  scale: f32,
): void {
  for (let j = 0; j < units; j += 8) {
    for (let row = 0; row < rows; row++) {
      const at = values + <usize>row * ROW;
      const cell = row * units + j;
      v128.store(at, kept(v128.load(at), cell, key, threshold, scale));
      v128.store(at, kept(v128.load(at, 16), cell + 4, key, threshold, scale), 16);
    }
    values += stride;
  }
}

function kept(values: v128, cell: i32, key: u32, threshold: i32, scale: f32): v128 {
  const cells = i32x4.add(i32x4.splat(cell), i32x4(0, 1, 2, 3));
  const hash = i32x4.shr_u(mixLanes(v128.xor(i32x4.splat(key), cells)), 8);
  return v128.andnot(f32x4.mul(values, f32x4.splat(scale)), i32x4.lt_s(hash, i32x4.splat(threshold)));
}
