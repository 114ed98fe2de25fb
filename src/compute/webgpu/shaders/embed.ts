/** Rows as the first layer sees them: numbers of the data, and in place of a category's index the numbers of its embedding. */
export const embed = /* wgsl */ `
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = rowOf(group);
  if (row >= batch.rows) { return; }
  let begin = order[batch.start + row] * layer.features;
  for (var j = thread; j < layer.inputs; j += THREADS) {
    let column = columns[j];
    var value = x[begin + column.input];
    if (column.width > 0u) { value = parameters[column.table + u32(value) * column.width]; }
    activations[row * layer.inputs + j] = value;
  }
}
`;
