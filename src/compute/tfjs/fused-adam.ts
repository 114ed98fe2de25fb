import { backend, engine, tensor1d, type Tensor1D } from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { DenseState } from '../../core/dense.ts';
import type { AdamOptions } from '../adam-only.ts';
import type { DenseLayer } from '../../math/dense.ts';
import type { DeviceOptimizer, DeviceState } from './optimizer.ts';

const threads = 64;

/**
 * One step for all parameters in one program of the WebGPU backend, where its own operations would be thirteen.
 *
 * Parameters and moments lie in one tensor, for a program of TensorFlow.js has one output.
 */
export class FusedAdam implements DeviceOptimizer {
  readonly #options: AdamOptions;
  /** 1 for a weight, which decays, 0 for a bias. */
  readonly #decays: Tensor1D;

  constructor(options: AdamOptions, layers: readonly DenseLayer[]) {
    this.#options = options;
    const last = layers.at(-1)!;
    const decays = new Float32Array(last.biases + last.to);
    for (const { weights, biases } of layers) decays.fill(1, weights, biases);
    this.#decays = tensor1d(decays);
  }

  upload({ parameters, firstMoment, secondMoment }: DenseState): DeviceState {
    const count = parameters.length;
    const all = new Float32Array(3 * count);
    for (const [i, part] of [parameters, firstMoment, secondMoment].entries()) all.set(part, i * count);
    return [tensor1d(all)];
  }

  next([state]: DeviceState, gradient: Tensor1D, step: number, learningRate: number): DeviceState {
    const { beta1, beta2, epsilon, weightDecay } = this.#options;
    const rate = learningRate / (1 - beta1 ** step);
    const scale = 1 / Math.sqrt(1 - beta2 ** step);
    const kept = 1 - learningRate * weightDecay;
    const numbers = [beta1, 1 - beta1, beta2, 1 - beta2, rate, scale, epsilon, kept];
    const made = (backend() as WebGPUBackend).runWebGPUProgram(
      program(gradient.size),
      [state!, gradient, this.#decays],
      'float32',
      [
        { type: 'int32', data: [gradient.size] },
        ...numbers.map((number) => ({ type: 'float32', data: [number] })),
      ],
    );
    return [engine().makeTensorFromTensorInfo(made) as Tensor1D];
  }

  close(): void {
    this.#decays.dispose();
  }
}

/** A new one for each step: the backend writes into it what it has made of it. */
function program(count: number): WebGPUProgram {
  return {
    shaderKey: 'fusedAdam',
    variableNames: ['state', 'gradient', 'decays'],
    uniforms:
      'count: i32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, rate: f32, scale: f32, epsilon: f32, kept: f32,',
    outputShape: [3 * count],
    workgroupSize: [threads, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(count / threads), 1, 1],
    getUserCode: () => `
fn main(index: i32) {
  let count = uniforms.count;
  if (index >= count) { return; }
  let slope = gradient[index];
  let m = uniforms.beta1 * state[count + index] + uniforms.rest1 * slope;
  let v = uniforms.beta2 * state[2 * count + index] + uniforms.rest2 * slope * slope;
  let value = state[index] * select(1.0, uniforms.kept, decays[index] > 0.0);
  result[index] = value - uniforms.rate * m / (sqrt(v) * uniforms.scale + uniforms.epsilon);
  result[count + index] = m;
  result[2 * count + index] = v;
}
`,
  };
}
