/**
 * A layer's deltas by its transposed weights and the derivative of the activation before it, less what was dropped: the deltas
 * one layer down, or by what is embedded, which has no activation. The output tells the derivative as it was before it grew.
 */
export const backward = /* wgsl */ `
const LEFT_ALONG_DEPTH = true;
const RIGHT_ALONG_DEPTH = true;

fn left(row: u32, k: u32) -> f32 {
  if (row >= batch.rows || k >= layer.outputs) { return 0.0; }
  return deltas[layer.before * batch.capacity + row * layer.outputs + k];
}

fn right(k: u32, column: u32) -> f32 {
  if (k >= layer.outputs || column >= layer.inputs) { return 0.0; }
  return parameters[layer.weights + column * layer.outputs + k];
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let corner = TILE * group.yx;
  let place = corner + placeOf(thread);
  var sums = product(corner.x, corner.y, layer.outputs, thread);
  let key = dropoutKey(layer.number - 1u);
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 4u; j++) {
      let row = place.x + i;
      let column = place.y + j;
      if (row < batch.rows && column < layer.inputs) {
        let at = (layer.before - layer.inputs) * batch.capacity + row * layer.inputs + column;
        var slope = 1.0;
        if (layer.activationBefore != 0u) {
          var told = activations[at + layer.told * batch.capacity];
          if (layer.told == 0u) { told /= batch.grown; }
          slope = dropoutFactor(key, row * layer.inputs + column) * derivative(layer.activationBefore, told);
        }
        deltas[at] = sums[i][j] * slope;
      }
    }
  }
}
`;
