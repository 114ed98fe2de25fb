/**
 * A layer's sums, row by row, to mean 0 and variance 1, times the gains, plus the offsets (Ba, Kiros & Hinton 2016), through the
 * activation, less what is dropped.
 */
export const normalise = /* wgsl */ `
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = rowOf(group);
  if (row >= batch.rows) { return; }
  let count = f32(layer.outputs);
  let begin = layer.before * batch.capacity + row * layer.outputs;
  let normalised = layer.told + layer.width;
  var own = 0.0;
  for (var j = thread; j < layer.outputs; j += THREADS) { own += activations[begin + j]; }
  let mean = sumOfAll(own, thread) / count;
  own = 0.0;
  for (var j = thread; j < layer.outputs; j += THREADS) {
    let distance = activations[begin + j] - mean;
    own += distance * distance;
  }
  let scale = 1.0 / sqrt(sumOfAll(own, thread) / count + 1e-5);
  let key = dropoutKey(layer.number);
  for (var j = thread; j < layer.outputs; j += THREADS) {
    let at = begin + j;
    let value = (activations[at] - mean) * scale;
    activations[at + normalised * batch.capacity] = value;
    let gained = value * parameters[layer.gains + j] + parameters[layer.gains + layer.outputs + j];
    activations[at + layer.told * batch.capacity] = gained;
    activations[at] = activate(layer.activation, gained) * dropoutFactor(key, row * layer.outputs + j);
  }
  if (thread == 0u) {
    activations[(normalised + layer.width + layer.number) * batch.capacity + row] = scale;
  }
}
`;

/** The deltas by what `normalise` left become those by its sums; those by the offsets and by the gains are left behind them. */
export const normaliseBack = /* wgsl */ `
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = rowOf(group);
  if (row >= batch.rows) { return; }
  let begin = layer.before * batch.capacity + row * layer.outputs;
  let normalised = layer.told + layer.width;
  let offsets = layer.width * batch.capacity;
  var own = 0.0;
  var ownAlong = 0.0;
  for (var j = thread; j < layer.outputs; j += THREADS) {
    let at = begin + j;
    let delta = deltas[at];
    let value = activations[at + normalised * batch.capacity];
    let gained = delta * parameters[layer.gains + j];
    deltas[at] = gained;
    deltas[at + offsets] = delta;
    deltas[at + 2u * offsets] = delta * value;
    own += gained;
    ownAlong += gained * value;
  }
  let sum = sumOfAll(own, thread);
  let along = sumOfAll(ownAlong, thread);
  let scale = activations[(normalised + layer.width + layer.number) * batch.capacity + row];
  for (var j = thread; j < layer.outputs; j += THREADS) {
    let at = begin + j;
    let value = activations[at + normalised * batch.capacity];
    deltas[at] = scale * (deltas[at] - (sum + along * value) / f32(layer.outputs));
  }
}
`;
