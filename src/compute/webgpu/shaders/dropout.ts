/** By what a hidden layer's outputs, and on the way back their slopes, are multiplied: the mask of math/dropout.ts. */
export const dropout = /* wgsl */ `
fn hash(value: u32) -> u32 {
  var x = (value ^ (value >> 16u)) * 0x21f0aaadu;
  x = (x ^ (x >> 15u)) * 0x735a2d97u;
  return x ^ (x >> 15u);
}

fn dropoutKey(number: u32) -> u32 {
  return hash(hash(hash(batch.seed) ^ batch.step) ^ number);
}

/** Of the unit that has this place among those of all rows of the batch. */
fn dropoutFactor(key: u32, place: u32) -> f32 {
  return select(batch.grown, 0.0, (hash(key ^ place) >> 8u) < batch.threshold);
}
`;
