/** Bytes of a panel's row: every matrix lies in panels of eight columns, row after row, so that products read from front to back. */
export const ROW: usize = 32;

/** a * b + c in four lanes: in one operation where the processor has it and the build may use it. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** The next whole number of panels, in columns. */
export function padded(columns: i32): i32 {
  return (columns + 7) & ~7;
}
