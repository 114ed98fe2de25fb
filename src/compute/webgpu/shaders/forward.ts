/**
 * One layer forward: rows of the data (or what the layer before gave) by the weights, the biases, the activation, the dropout. Of
 * one that is normalised the sums alone: the rest is done in shaders/normalise.ts.
 */
export const forward = /* wgsl */ `
const LEFT_ALONG_DEPTH = true;
const RIGHT_ALONG_DEPTH = false;

fn left(row: u32, k: u32) -> f32 {
  if (row >= batch.rows || k >= layer.inputs) { return 0.0; }
  return inputOf(layer.inputs, layer.before, row, k);
}

fn right(k: u32, column: u32) -> f32 {
  if (k >= layer.inputs || column >= layer.outputs) { return 0.0; }
  return parameters[layer.weights + k * layer.outputs + column];
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let corner = TILE * group.yx;
  let place = corner + placeOf(thread);
  var sums = product(corner.x, corner.y, layer.inputs, thread);
  let key = dropoutKey(layer.number);
  let activation = select(layer.activation, 0u, layer.gains > 0u);
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 4u; j++) {
      let row = place.x + i;
      let column = place.y + j;
      if (row < batch.rows && column < layer.outputs) {
        let bias = parameters[layer.weights + layer.inputs * layer.outputs + column];
        let at = layer.before * batch.capacity + row * layer.outputs + column;
        activations[at + layer.told * batch.capacity] = sums[i][j] + bias;
        var own = activate(activation, sums[i][j] + bias);
        // The outputs have no activation.
        if (activation != 0u) { own *= dropoutFactor(key, row * layer.outputs + column); }
        activations[at] = own;
      }
    }
  }
}
`;
