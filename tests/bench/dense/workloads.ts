import { Random } from '../../../src/core/random.ts';
import type { Adam, DenseData, DenseShape, DenseState } from '../../../src/core/dense.ts';
import { initialState } from '../../../src/math/dense.ts';

export interface Workload {
  readonly shape: DenseShape;
  readonly batchSize: number;
  /** Of one pass. */
  readonly rows: number;
}

const classifier = (inputs: number, hidden: readonly number[], outputs: number): DenseShape => ({
  inputs,
  hidden,
  outputs,
  activation: 'relu',
  loss: 'softmax',
});

const small = classifier(32, [64, 64], 10);

export const workloads = {
  small: { shape: small, batchSize: 32, rows: 2_048 },
  tabular: { shape: classifier(20, [64, 64], 2), batchSize: 256, rows: 4_096 },
  wide: { shape: classifier(784, [512, 512], 10), batchSize: 256, rows: 512 },
  /** One step of the small network. */
  first: { shape: small, batchSize: 32, rows: 32 },
  /** 50,550 weights and biases. */
  update: { shape: classifier(64, [190, 190], 10), batchSize: 32, rows: 1_000 },
} as const satisfies Record<string, Workload>;
export type WorkloadName = keyof typeof workloads;
/** Those that run on WebGPU as well. */
export const gpuWorkloadNames = ['small', 'tabular', 'wide'] as const satisfies readonly WorkloadName[];
export type GpuWorkloadName = (typeof gpuWorkloadNames)[number];

/** As our own `plainAdam` has them. */
export const adam: Adam = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
export const learningRate = 1e-3;

/** What every implementation is given: the same rows, the same network before its first step, the same batches. */
export interface Problem extends Workload {
  readonly data: DenseData;
  readonly state: DenseState;
  /** A permutation of the rows; its batches are those of every pass. */
  readonly order: Uint32Array<ArrayBuffer>;
}

/**
 * Rows around the centre of their class, from a seed.
 *
 * @param steps of one pass, where it is to be shorter than the workload's own.
 */
export function problemOf(name: WorkloadName, steps = Infinity): Problem {
  const { shape, batchSize, rows: most } = workloads[name];
  const rows = Math.min(most, steps * batchSize);
  const random = new Random(20);
  const around = () => 2 * random.uniform() - 1;
  const centres = Float32Array.from({ length: shape.outputs * shape.inputs }, around);
  const x = new Float32Array(rows * shape.inputs);
  const y = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const label = Math.floor(random.uniform() * shape.outputs);
    y[row] = label;
    for (let j = 0; j < shape.inputs; j++)
      x[row * shape.inputs + j] = centres[label * shape.inputs + j]! + 2 * around();
  }
  return {
    shape,
    batchSize,
    rows,
    data: { x, y, weights: null },
    state: initialState(shape, random),
    order: random.shuffle(Uint32Array.from({ length: rows }, (_, row) => row)),
  };
}

/**
 * The rows as they come in the batches, and their classes as one-hot rows: for peers that slice their batches. None of them
 * pays for that in its time.
 */
export function inOrder({ shape, data, order }: Problem): {
  readonly x: Float32Array<ArrayBuffer>; // (rows, inputs)
  readonly classes: Float32Array<ArrayBuffer>; // (rows, outputs)
} {
  const x = new Float32Array(data.x.length);
  const classes = new Float32Array(order.length * shape.outputs);
  for (const [to, from] of order.entries()) {
    x.set(data.x.subarray(from * shape.inputs, (from + 1) * shape.inputs), to * shape.inputs);
    classes[to * shape.outputs + data.y[from]!] = 1;
  }
  return { x, classes };
}
