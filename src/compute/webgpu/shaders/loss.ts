import type { DenseLoss } from '../../../core/dense.ts';

/** How the kernel calls them. */
export const lossCodes: Readonly<Record<DenseLoss, number>> = {
  softmax: 0,
  sigmoid: 1,
  squared: 2,
  huber: 3,
};

/**
 * A row a thread: the last layer's deltas, and the row's loss on top of what stands at its place in the batch. So no two
 * threads ever add to the same number, and the sum of a whole call is left to be read.
 */
export const loss = /* wgsl */ `
/** Leaves the gradient by the raw outputs; returns the loss. Logits are shifted by the highest, so that nothing overflows. */
fn softmaxLoss(at: u32, label: u32, share: f32) -> f32 {
  var highest = activations[at];
  for (var j = 1u; j < layer.outputs; j++) { highest = max(highest, activations[at + j]); }
  var sum = 0.0;
  for (var j = 0u; j < layer.outputs; j++) { sum += exp(activations[at + j] - highest); }
  for (var j = 0u; j < layer.outputs; j++) {
    let probability = exp(activations[at + j] - highest) / sum;
    deltas[at + j] = (probability - select(0.0, 1.0, j == label)) * share;
  }
  return log(sum) - (activations[at + label] - highest);
}

fn sigmoidLoss(at: u32, y: f32, share: f32) -> f32 {
  let z = activations[at];
  let e = exp(-abs(z));
  deltas[at] = (select(e, 1.0, z >= 0.0) / (1.0 + e) - y) * share;
  return max(z, 0.0) - y * z + log(1.0 + e);
}

fn squaredLoss(at: u32, y: f32, share: f32) -> f32 {
  let difference = activations[at] - y;
  deltas[at] = difference * share;
  return difference * difference / 2.0;
}

/** What is not a number stays so, for \`clamp\` may hide it. */
fn huberLoss(at: u32, y: f32, share: f32) -> f32 {
  let difference = activations[at] - y;
  let size = abs(difference);
  deltas[at] = select(difference, sign(difference), size > 1.0) * share;
  return select(difference * difference / 2.0, size - 0.5, size > 1.0);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  if (row >= batch.rows) { return; }
  let truth = targets[order[batch.start + row]];
  let at = layer.before * batch.capacity + row * layer.outputs;
  let share = truth.y / f32(batch.rows);
  var own = 0.0;
  switch (layer.loss) {
    case 0u: { own = softmaxLoss(at, u32(truth.x), share); }
    case 1u: { own = sigmoidLoss(at, truth.x, share); }
    case 3u: { own = huberLoss(at, truth.x, share); }
    default: { own = squaredLoss(at, truth.x, share); }
  }
  losses[row] += truth.y * own;
}
`;
