import type { AdamOptions } from '../../core/dense.ts';
import type { DenseLayer } from '../../math/dense.ts';

/** What Adam writes over at every step. */
export interface AdamBuffers {
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly firstMoment: Float32Array<ArrayBuffer>;
  readonly secondMoment: Float32Array<ArrayBuffer>;
}

/**
 * One step of Adam with decoupled decay, in place (Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019).
 *
 * @param step the number of this step, from 1 on.
 */
export function adamStep(
  buffers: AdamBuffers,
  gradient: Float64Array,
  layers: readonly DenseLayer[],
  options: AdamOptions,
  step: number,
  learningRate: number,
): void {
  const rate = learningRate / (1 - options.beta1 ** step);
  const scale = 1 / Math.sqrt(1 - options.beta2 ** step);
  const kept = 1 - learningRate * options.weightDecay;
  for (const { weights, biases, to } of layers) {
    adamRange(buffers, gradient, weights, biases, options, rate, scale, kept);
    adamRange(buffers, gradient, biases, biases + to, options, rate, scale, 1);
  }
}

function adamRange(
  { parameters, firstMoment, secondMoment }: AdamBuffers,
  gradient: Float64Array,
  begin: number,
  end: number,
  { beta1, beta2, epsilon }: AdamOptions,
  rate: number,
  scale: number,
  kept: number,
): void {
  for (let i = begin; i < end; i++) {
    const g = gradient[i]!;
    const m = beta1 * firstMoment[i]! + (1 - beta1) * g;
    const v = beta2 * secondMoment[i]! + (1 - beta2) * g * g;
    firstMoment[i] = m;
    secondMoment[i] = v;
    parameters[i] = kept * parameters[i]! - (rate * m) / (Math.sqrt(v) * scale + epsilon);
  }
}
