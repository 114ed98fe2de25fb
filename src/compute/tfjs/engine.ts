import {
  add,
  dispose,
  scalar,
  tensor1d,
  tensor2d,
  tidy,
  type Scalar,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { DenseData, DenseEngine, DenseSession, DenseShape, DenseState } from '../../core/dense.ts';
import { denseLayers } from '../../math/dense.ts';
import { adamOnly, type AdamOptions } from '../adam-only.ts';
import { acceptPlainLayers } from '../plain-layers.ts';
import { acceptDense, acceptGradient, acceptTraining, closedError } from '../accept.ts';
import { DeviceAdam } from './adam.ts';
import { startBackend } from './backend.ts';
import { FusedAdam } from './fused-adam.ts';
import type { LiveBackend, TfjsBackend } from './live-backend.ts';
import { batchGradient, type DeviceData } from './network.ts';
import { readState, type DeviceOptimizer, type DeviceState } from './optimizer.ts';

/**
 * Dense networks on TensorFlow.js. Rows, parameters and moments stay on the device; a call of `train` reads one
 * number back, however many steps it takes.
 *
 * What breaks beneath a session (the graphics processor is lost, memory runs out, wasm traps) rejects with
 * PerennialError `engine-lost`, whose details name the engine and the reason; the next `open` starts the backend anew.
 *
 * @throws PerennialError `engine` where the backend cannot run here.
 */
export async function openTfjsEngine(name: TfjsBackend): Promise<DenseEngine> {
  await startBackend(name);
  return {
    kind: `tfjs-${name}`,
    async open(shape, training, data, state) {
      acceptPlainLayers(`tfjs-${name}`, shape);
      const adam = adamOnly(`tfjs-${name}`, training);
      const rows = acceptDense(shape, training, data, state);
      const backend = await startBackend(name);
      return backend.run(async () => new TfjsSession(backend, shape, adam, data, state, rows));
    },
  };
}

class TfjsSession implements DenseSession {
  readonly #backend: LiveBackend;
  readonly #shape: DenseShape;
  readonly #rows: number;
  readonly #adam: DeviceOptimizer;
  readonly #data: DeviceData;
  #state: DeviceState;
  #step: number;
  #isOpen = true;

  constructor(
    backend: LiveBackend,
    shape: DenseShape,
    adam: AdamOptions,
    data: DenseData,
    state: DenseState,
    rows: number,
  ) {
    this.#backend = backend;
    this.#shape = shape;
    this.#rows = rows;
    this.#adam = new (backend.name === 'webgpu' ? FusedAdam : DeviceAdam)(adam, denseLayers(shape));
    this.#data = uploadData(shape, data, rows);
    this.#state = this.#adam.upload(state);
    this.#step = state.step;
  }

  async train(rows: Uint32Array<ArrayBuffer>, batchSize: number, learningRate: number): Promise<number> {
    this.#check();
    acceptTraining(rows, this.#rows, batchSize);
    if (rows.length === 0) return 0;
    return this.#backend.run(async () => {
      let total = scalar(0);
      try {
        for (let start = 0; start < rows.length; start += batchSize)
          total = this.#takeStep(rows.subarray(start, start + batchSize), learningRate, total);
        const [sum] = await total.data<'float32'>();
        return sum! / rows.length;
      } finally {
        total.dispose();
      }
    });
  }

  async gradient(
    rows: Uint32Array<ArrayBuffer>,
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array<ArrayBuffer> }> {
    this.#check();
    acceptGradient(rows, this.#rows);
    return this.#backend.run(async () => {
      const result = tidy(() => ({ ...this.#gradientOf(rows, this.#state) }));
      const [[lossSum], gradient] = await Promise.all([
        result.lossSum.data<'float32'>(),
        result.gradient.data<'float32'>(),
      ]);
      dispose(result);
      return { loss: lossSum! / rows.length, gradient: gradient.slice() };
    });
  }

  async state(): Promise<DenseState> {
    this.#check();
    const [state, step] = [this.#state, this.#step];
    return this.#backend.run(() => readState(state, step));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    dispose([...this.#state]);
    dispose([this.#data.x, this.#data.y]);
    this.#data.weights?.dispose();
    this.#data.classes?.dispose();
    this.#adam.close();
  }

  #check(): void {
    if (!this.#isOpen) throw closedError();
  }

  /** One optimizer step; what it replaces is freed. Returns the running sum of losses. */
  #takeStep(rows: Uint32Array, learningRate: number, total: Scalar): Scalar {
    const before = this.#state;
    const [sum, ...state] = tidy(() => {
      const { lossSum, gradient } = this.#gradientOf(rows, before);
      const after = this.#adam.next(before, gradient, this.#step + 1, learningRate);
      return [add<Scalar>(total, lossSum), ...after] as [Scalar, ...Tensor1D[]];
    });
    this.#state = state;
    this.#step++;
    dispose([...before]);
    total.dispose();
    return sum;
  }

  #gradientOf(rows: Uint32Array, state: DeviceState) {
    const indexes = tensor1d(Int32Array.from(rows), 'int32');
    return batchGradient(this.#backend.name, this.#shape, this.#data, state[0]!, indexes);
  }
}

function uploadData(shape: DenseShape, data: DenseData, rows: number): DeviceData {
  return {
    x: tensor2d(data.x, [rows, shape.inputs]),
    y: tensor2d(data.y, [rows, 1]),
    weights: data.weights && tensor2d(data.weights, [rows, 1]),
    classes:
      shape.loss === 'softmax'
        ? tensor2d(
            Float32Array.from({ length: shape.outputs }, (_, index) => index),
            [1, shape.outputs],
          )
        : null,
  };
}
