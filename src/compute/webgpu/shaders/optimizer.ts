/**
 * How a parameter moves by its slope: the pull of l2, Adam with decoupled decay (Kingma & Ba 2015; Loshchilov & Hutter 2019).
 * Gradient descent with momentum is the same in other numbers (compute/motion.ts), so that it needs no program of its own.
 */
export const optimizer = /* wgsl */ `
fn learn(at: u32, isBias: bool, slope: f32) {
  let value = parameters[at];
  let g = select(slope + batch.l2 * value, slope, isBias);
  let m = batch.beta1 * firstMoment[at] + batch.rest1 * g;
  let v = batch.beta2 * secondMoment[at] + batch.rest2 * g * g;
  firstMoment[at] = m;
  secondMoment[at] = v;
  parameters[at] = value * select(batch.kept, 1.0, isBias) - batch.rate * m / (sqrt(v) * batch.scale + batch.epsilon);
}
`;

/** Moves by the slope at once. */
export const descend = /* wgsl */ `
fn take(at: u32, isBias: bool, slope: f32) {
  learn(at, isBias, slope);
}

fn finish(number: u32, thread: u32) {}
`;

/** Keeps the slope, and the squares of all slopes of a tile, in units that hardly any of them overflows. */
export const keep = /* wgsl */ `
var<private> squaresOfThread = 0.0;

fn take(at: u32, isBias: bool, slope: f32) {
  gradient[at] = slope;
  let length = slope * batch.unit;
  squaresOfThread += length * length;
}

fn finish(number: u32, thread: u32) {
  let sum = sumOfAll(squaresOfThread, thread);
  if (thread == 0u) { squares[number] = sum; }
}
`;

/** One workgroup: what is left of the gradient where it is longer than the clip. What is not a number shortens nothing. */
export const shorten = /* wgsl */ `
@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32) {
  var own = 0.0;
  for (var i = thread; i < arrayLength(&squares); i += 64u) { own += squares[i]; }
  let length = sqrt(sumOfAll(own, thread));
  if (thread == 0u) { share[0] = select(1.0, batch.longest / length, length > batch.longest); }
}
`;

/** Moves by slopes that were kept: those of a tile by a workgroup, 32 neighbours by as many neighbouring threads. */
export const update = /* wgsl */ `
const TILE = 32u;
const GROUPS_A_LINE = 32768u;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let number = group.y * GROUPS_A_LINE + group.x;
  if (number >= arrayLength(&tiles)) { return; }
  let tile = tiles[number];
  let column = tile.first + thread % TILE;
  if (column >= tile.columns) { return; }
  for (var i = thread / TILE; i < TILE; i += 2u) {
    let row = tile.top + i;
    if (row >= tile.rows) { return; }
    let at = tile.weights + row * tile.columns + column;
    let isBias = row == tile.inputs;
    var slope = gradient[at] * share[0];
    if (batch.anchored != 0.0) { slope += anchor[at].y * (parameters[at] - anchor[at].x); }
    learn(at, isBias, slope);
  }
}
`;
