import type { Adam, DenseTraining, Momentum } from '../../core/dense.ts';
import type { DenseRange } from '../../math/dense.ts';

/** What an optimizer writes over at every step. */
export interface OptimizerBuffers {
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly firstMoment: Float32Array<ArrayBuffer>;
  readonly secondMoment: Float32Array<ArrayBuffer>;
}

/**
 * One step of the optimizer, in place, as DenseTraining says.
 *
 * @param gradient of the batch's mean loss; it is written over.
 * @param step the number of this step, from 1 on.
 */
export function optimize(
  buffers: OptimizerBuffers,
  gradient: Float64Array,
  ranges: readonly DenseRange[],
  training: DenseTraining,
  step: number,
  learningRate: number,
): void {
  if (training.clip !== null) shorten(gradient, training.clip);
  pull(buffers.parameters, gradient, ranges, training);
  const { optimizer } = training;
  const move =
    optimizer.kind === 'adam'
      ? adam(buffers, gradient, optimizer, step, learningRate)
      : momentum(buffers, gradient, optimizer, learningRate);
  const kept = 1 - learningRate * training.weightDecay;
  for (const { begin, end, areWeights } of ranges) move(begin, end, areWeights ? kept : 1);
}

/** Moves the parameters from `begin` to `end`, of which `kept` is left before. */
type Move = (begin: number, end: number, kept: number) => void;

function shorten(gradient: Float64Array, longest: number): void {
  let squares = 0;
  for (const g of gradient) squares += g * g;
  const length = Math.sqrt(squares);
  if (!(length > longest)) return;
  for (let i = 0; i < gradient.length; i++) gradient[i]! *= longest / length;
}

function pull(
  parameters: Float32Array,
  gradient: Float64Array,
  ranges: readonly DenseRange[],
  { l2, anchor }: DenseTraining,
): void {
  if (l2 === 0 && !anchor) return;
  const strength = anchor ? anchor.strength : 0;
  for (const { begin, end, areWeights } of ranges)
    for (let i = begin; i < end; i++) {
      const value = parameters[i]!;
      const own = typeof strength !== 'number' ? strength[i]! : areWeights ? strength : 0;
      if (areWeights) gradient[i]! += l2 * value;
      if (own) gradient[i]! += own * (value - anchor!.parameters[i]!);
    }
}

function adam(
  { parameters, firstMoment, secondMoment }: OptimizerBuffers,
  gradient: Float64Array,
  { beta1, beta2, epsilon }: Adam,
  step: number,
  learningRate: number,
): Move {
  const rate = learningRate / (1 - beta1 ** step);
  const scale = 1 / Math.sqrt(1 - beta2 ** step);
  return (begin, end, kept) => {
    for (let i = begin; i < end; i++) {
      const g = gradient[i]!;
      const m = beta1 * firstMoment[i]! + (1 - beta1) * g;
      const v = beta2 * secondMoment[i]! + (1 - beta2) * g * g;
      firstMoment[i] = m;
      secondMoment[i] = v;
      parameters[i] = kept * parameters[i]! - (rate * m) / (Math.sqrt(v) * scale + epsilon);
    }
  };
}

function momentum(
  { parameters, firstMoment }: OptimizerBuffers,
  gradient: Float64Array,
  { momentum }: Momentum,
  learningRate: number,
): Move {
  return (begin, end, kept) => {
    for (let i = begin; i < end; i++) {
      const velocity = momentum * firstMoment[i]! + gradient[i]!;
      firstMoment[i] = velocity;
      parameters[i] = kept * parameters[i]! - learningRate * velocity;
    }
  };
}
