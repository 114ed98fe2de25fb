import { backend, engine, tensor1d, type Tensor1D } from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { DenseShape, DenseState, DenseTraining } from '../../core/dense.ts';
import { motionOf } from '../motion.ts';
import { forWeights } from '../strengths.ts';
import type { DeviceOptimizer, DeviceState } from './optimizer.ts';

const threads = 64;

/**
 * One step of Adam, or of momentum in its terms, for all parameters in one program of the WebGPU backend, where its own operations would be thirteen.
 *
 * Parameters and moments lie in one tensor, for a program of TensorFlow.js has one output.
 */
export class FusedAdam implements DeviceOptimizer {
  readonly #training: DenseTraining;
  /** 1 for what decays, else 0. */
  readonly #decays: Tensor1D;

  constructor(training: DenseTraining, shape: DenseShape) {
    this.#training = training;
    this.#decays = tensor1d(forWeights(shape, 1, 0));
  }

  upload({ parameters, firstMoment, secondMoment }: DenseState): DeviceState {
    const count = parameters.length;
    const all = new Float32Array(3 * count);
    for (const [i, part] of [parameters, firstMoment, secondMoment].entries()) all.set(part, i * count);
    return [tensor1d(all)];
  }

  next([state]: DeviceState, gradient: Tensor1D, step: number, learningRate: number): DeviceState {
    const { optimizer, weightDecay } = this.#training;
    const { beta1, rest1, beta2, rest2, rate, scale, epsilon } = motionOf(optimizer, step, learningRate);
    const kept = 1 - learningRate * weightDecay;
    const numbers = [beta1, rest1, beta2, rest2, rate, scale, epsilon, kept];
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
