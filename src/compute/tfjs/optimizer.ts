import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { DenseState } from '../../core/dense.ts';

/**
 * Where learning stands, on the device: parameters, first and second moment one after the other, in as many tensors as the
 * optimizer likes. Flat, so that one operation serves all layers; the first begins with the parameters.
 */
export type DeviceState = readonly Tensor1D[];

/** Adam, or momentum, with decoupled decay on the device. */
export interface DeviceOptimizer {
  upload(state: DenseState): DeviceState;
  /** The state after step number `step` (from 1 on). To be called in a tidy. */
  next(state: DeviceState, gradient: Tensor1D, step: number, learningRate: number): DeviceState;
  close(): void;
}

/** A copy of what lies on the device. */
export async function readState(state: DeviceState, step: number): Promise<DenseState> {
  const parts = await Promise.all(state.map((tensor) => tensor.data<'float32'>()));
  const count = parts.reduce((sum, part) => sum + part.length, 0) / 3;
  const all = new Float32Array(3 * count);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const [parameters, firstMoment, secondMoment] = [0, 1, 2].map((i) => all.slice(i * count, (i + 1) * count));
  return { parameters: parameters!, firstMoment: firstMoment!, secondMoment: secondMoment!, step };
}
