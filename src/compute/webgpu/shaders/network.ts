/**
 * What every kernel knows. Outputs of all layers lie in one buffer, layer after layer, as do their deltas (the loss's
 * gradient before the activation): those of a layer begin at `before` times the capacity, where `before` counts the
 * outputs of the layers before it. It is 0 in the first layer alone, whose inputs are rows of the data; where an input is
 * embedded, what the first layer sees in their place lies there like the outputs of a layer before it, and it is 0 nowhere.
 *
 * After the outputs of all layers lies, in the same order, what went into a gelu, for its value does not tell its slope; after
 * that what a normalisation left before its gains, and a number a row and layer: one over the row's standard deviation. After
 * the deltas of all layers, where they are normalised, lie those by their offsets, then those by their gains.
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
  anchored: f32, // 1: the anchor pulls; 0: there is none
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
  features: u32, // inputs of a row of the data
  width: u32, // outputs of all layers
  gains: u32, // where they begin, the offsets behind them; 0: the layer is not normalised
}

/**
 * A tile of a matrix of parameters: a layer's weights, with its biases as one more row; its gains or its offsets, each as biases
 * without weights; an embedding.
 */
struct Tile {
  rows: u32,
  columns: u32,
  inputs: u32, // the row of the biases; an embedding has none
  weights: u32, // where the matrix begins
  before: u32, // of an embedding: numbers of a row before its own
  top: u32,
  first: u32,
  embedded: u32, // the input that is embedded, counted from 1 on; 0: this is no embedding
}

/** What the first layer sees at one place of a row, where an input is embedded. */
struct Column {
  input: u32, // from which it comes
  table: u32, // where the first category's number begins in the flat parameters
  width: u32, // from there to the next category's; 0: the input itself is seen
}
`;

/** What goes into a layer, by the bindings x, order and activations. */
export const inputs = /* wgsl */ `
fn inputOf(inputs: u32, before: u32, row: u32, k: u32) -> f32 {
  if (before == 0u) { return x[order[batch.start + row] * inputs + k]; }
  return activations[(before - inputs) * batch.capacity + row * inputs + k];
}
`;
