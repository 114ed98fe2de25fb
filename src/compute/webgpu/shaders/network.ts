/**
 * What every kernel knows. Outputs of all layers lie in one buffer, layer after layer, as do their deltas (the loss's
 * gradient before the activation): those of a layer begin at `before` times the capacity, where `before` counts the
 * outputs of the layers before it. It is 0 in the first layer alone, whose inputs are rows of the data. After the outputs
 * of all layers lies, in the same order, what went into a gelu, for its value does not tell its slope.
 */
export const network = /* wgsl */ `
struct Batch {
  start: u32, // in the order of rows
  rows: u32,
  capacity: u32,
  seed: u32, // of what is dropped
  step: u32, // optimizer steps taken before
  threshold: u32, // of what is dropped; 0: nothing
  grown: f32, // what is not dropped, by this
  beta1: f32,
  rest1: f32, // 1 - beta1, which single precision would round away
  beta2: f32,
  rest2: f32,
  rate: f32, // with the first moment's bias correction
  scale: f32, // the second moment's
  epsilon: f32,
  kept: f32, // of a weight, by decay
  l2: f32,
  strength: f32, // of the anchor
  unit: f32, // by which a slope is multiplied before it is squared
  longest: f32, // that the gradient may be, in these units
}

struct Layer {
  inputs: u32,
  outputs: u32,
  weights: u32, // where they begin in the flat parameters; the biases follow, as one more row
  before: u32,
  activation: u32,
  activationBefore: u32,
  loss: u32,
  told: u32, // what tells the activation's derivative: so many outputs after the output; 0: the output itself
  number: u32, // from 0 on
}

/** A tile of a layer's weights and biases. */
struct Tile {
  inputs: u32,
  outputs: u32,
  weights: u32,
  before: u32,
  top: u32,
  first: u32,
}
`;

/** What goes into a layer, by the bindings x, order and activations. */
export const inputs = /* wgsl */ `
fn inputOf(inputs: u32, before: u32, row: u32, k: u32) -> f32 {
  if (before == 0u) { return x[order[batch.start + row] * inputs + k]; }
  return activations[(before - inputs) * batch.capacity + row * inputs + k];
}
`;
