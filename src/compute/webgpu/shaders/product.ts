/**
 * A tile of a matrix product: 32 rows by 32 columns, by 64 threads of 4 by 4 each, 16 deep at a time through the
 * workgroup's memory. A kernel brings `left(row, k)` and `right(k, column)`, which answer 0 beyond the edges, and tells
 * along which of its two directions each lies in memory, so that neighbouring threads read neighbouring numbers.
 */
export const product = /* wgsl */ `
const TILE = 32u;
const DEPTH = 16u;
const THREADS = 64u;

var<workgroup> leftTile: array<vec4f, 128>; // (DEPTH, TILE)
var<workgroup> rightTile: array<vec4f, 128>; // (DEPTH, TILE)

/** Which four rows or columns (x), at which depth (y), a thread brings. */
fn brought(index: u32, liesAlongDepth: bool) -> vec2u {
  if (liesAlongDepth) { return vec2u(index / DEPTH, index % DEPTH); }
  return vec2u(index % (TILE / 4u), index / (TILE / 4u));
}

/** The row and column, within the tile, of the first number of a thread. */
fn placeOf(thread: u32) -> vec2u {
  return 4u * vec2u(thread / 8u, thread % 8u);
}

fn product(top: u32, first: u32, depth: u32, thread: u32) -> array<vec4f, 4> {
  let place = placeOf(thread) / 4u;
  var sums: array<vec4f, 4>;
  for (var start = 0u; start < depth; start += DEPTH) {
    for (var index = thread; index < DEPTH * TILE / 4u; index += THREADS) {
      let l = brought(index, LEFT_ALONG_DEPTH);
      let row = top + 4u * l.x;
      let lk = start + l.y;
      leftTile[l.y * (TILE / 4u) + l.x] = vec4f(left(row, lk), left(row + 1u, lk), left(row + 2u, lk), left(row + 3u, lk));
      let r = brought(index, RIGHT_ALONG_DEPTH);
      let column = first + 4u * r.x;
      let rk = start + r.y;
      rightTile[r.y * (TILE / 4u) + r.x] = vec4f(right(rk, column), right(rk, column + 1u), right(rk, column + 2u), right(rk, column + 3u));
    }
    workgroupBarrier();
    for (var k = 0u; k < DEPTH; k++) {
      let l = leftTile[k * (TILE / 4u) + place.x];
      let r = rightTile[k * (TILE / 4u) + place.y];
      sums[0] = fma(vec4f(l.x), r, sums[0]);
      sums[1] = fma(vec4f(l.y), r, sums[1]);
      sums[2] = fma(vec4f(l.z), r, sums[2]);
      sums[3] = fma(vec4f(l.w), r, sums[3]);
    }
    workgroupBarrier();
  }
  return sums;
}
`;
