/**
 * The gradient by a layer's weights and biases: its inputs, transposed, by its deltas. Biases are the weights of one more
 * input that is always 1, and lie where that row of the matrix would. The gradient by an embedding is that by the weights of
 * inputs that say whether a row is of a category. Tiles of all layers run at once; each sums over the
 * batch in order, so that the same rows give the same bytes. What becomes of a slope, and of
 * the tile after its last one, is the kernel's own: \`take\` and \`finish\`.
 */
export const slopes = /* wgsl */ `
const LEFT_ALONG_DEPTH = false;
const RIGHT_ALONG_DEPTH = false;
const GROUPS_A_LINE = 32768u;

var<private> tile: Tile;

fn left(row: u32, k: u32) -> f32 {
  if (row >= tile.rows || k >= batch.rows) { return 0.0; }
  if (tile.embedded > 0u) {
    let category = u32(x[order[batch.start + k] * layer.features + tile.embedded - 1u]);
    return select(0.0, 1.0, row == category);
  }
  if (row == tile.inputs) { return 1.0; }
  return inputOf(tile.inputs, tile.before, k, row);
}

fn right(k: u32, column: u32) -> f32 {
  if (k >= batch.rows || column >= tile.columns) { return 0.0; }
  if (tile.embedded > 0u) { return deltas[k * layer.inputs + tile.before + column]; }
  return deltas[tile.before * batch.capacity + k * tile.columns + column];
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let number = group.y * GROUPS_A_LINE + group.x;
  if (number >= arrayLength(&tiles)) { return; }
  tile = tiles[number];
  let place = vec2u(tile.top, tile.first) + placeOf(thread);
  var sums = product(tile.top, tile.first, batch.rows, thread);
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 4u; j++) {
      let row = place.x + i;
      let column = place.y + j;
      if (row < tile.rows && column < tile.columns) {
        take(tile.weights + row * tile.columns + column, row == tile.inputs, sums[i][j]);
      }
    }
  }
  finish(number, thread);
}
`;
