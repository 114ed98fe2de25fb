/** The sum of a number a thread, always added in the same order. */
export const sum = /* wgsl */ `
var<workgroup> parts: array<f32, 64>;

fn sumOfAll(own: f32, thread: u32) -> f32 {
  // What was summed before has been read by all.
  workgroupBarrier();
  parts[thread] = own;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (thread < half) { parts[thread] += parts[thread + half]; }
    workgroupBarrier();
  }
  return parts[0];
}
`;
