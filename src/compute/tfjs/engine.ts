import {
  add,
  dispose,
  scalar,
  tensor1d,
  tensor2d,
  tidy,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type {
  DenseData,
  DenseEngine,
  DenseSession,
  DenseShape,
  DenseState,
  DenseTraining,
} from '../../core/dense.ts';
import { dropoutMask } from '../../math/dropout.ts';
import { acceptDense, acceptGradient, acceptTraining, closedError } from '../accept.ts';
import { acceptKnown } from '../lacks.ts';
import { DeviceAdam } from './adam.ts';
import { startBackend } from './backend.ts';
import { FusedAdam } from './fused-adam.ts';
import { GradientTerms } from './gradient-terms.ts';
import type { LiveBackend, TfjsBackend } from './live-backend.ts';
import { batchGradient, type DeviceData } from './network.ts';
import { readState, type DeviceOptimizer, type DeviceState } from './optimizer.ts';

/**
 * Dense networks on TensorFlow.js. Rows, parameters and moments stay on the device; a call of `train` reads one
 * number back, however many steps it takes. What a step drops is brought to the device for each one.
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
      acceptKnown(`tfjs-${name}`, training);
      const rows = acceptDense(shape, training, data, state);
      const backend = await startBackend(name);
      return backend.run(async () => new TfjsSession(backend, shape, training, data, state, rows));
    },
  };
}

class TfjsSession implements DenseSession {
  readonly #backend: LiveBackend;
  readonly #shape: DenseShape;
  readonly #rows: number;
  readonly #training: DenseTraining;
  readonly #terms: GradientTerms;
  readonly #optimizer: DeviceOptimizer;
  readonly #data: DeviceData;
  #state: DeviceState;
  #step: number;
  #isOpen = true;

  constructor(
    backend: LiveBackend,
    shape: DenseShape,
    training: DenseTraining,
    data: DenseData,
    state: DenseState,
    rows: number,
  ) {
    this.#backend = backend;
    this.#shape = shape;
    this.#rows = rows;
    this.#training = training;
    this.#terms = new GradientTerms(shape, training);
    this.#optimizer = new (backend.name === 'webgpu' ? FusedAdam : DeviceAdam)(training, shape);
    this.#data = uploadData(shape, data, rows);
    this.#state = this.#optimizer.upload(state);
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
      const result = tidy(() => ({ ...this.#gradientOf(rows, this.#state, null) }));
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
    this.#terms.close();
    this.#optimizer.close();
  }

  #check(): void {
    if (!this.#isOpen) throw closedError();
  }

  /** One optimizer step; what it replaces is freed. Returns the running sum of losses. */
  #takeStep(rows: Uint32Array, learningRate: number, total: Scalar): Scalar {
    const before = this.#state;
    const [sum, ...state] = tidy(() => {
      const { lossSum, gradient } = this.#gradientOf(rows, before, this.#masks(rows.length));
      const slopes = this.#terms.apply(gradient, before[0]!);
      const after = this.#optimizer.next(before, slopes, this.#step + 1, learningRate);
      return [add<Scalar>(total, lossSum), ...after] as [Scalar, ...Tensor1D[]];
    });
    this.#state = state;
    this.#step++;
    dispose([...before]);
    total.dispose();
    return sum;
  }

  #gradientOf(rows: Uint32Array, state: DeviceState, masks: readonly Tensor2D[] | null) {
    const indexes = tensor1d(Int32Array.from(rows), 'int32');
    return batchGradient(this.#backend.name, this.#shape, this.#data, state[0]!, indexes, masks);
  }

  /** By what the next step multiplies the outputs of each hidden layer; null where it drops nothing. */
  #masks(rows: number): readonly Tensor2D[] | null {
    const { dropout } = this.#training;
    if (!dropout?.share) return null;
    return this.#shape.hidden.map((units, layer) => {
      const { drops, scale } = dropoutMask(dropout, this.#step, layer, units);
      const factors = Float32Array.from({ length: rows * units }, (_, at) =>
        drops(Math.floor(at / units), at % units) ? 0 : scale,
      );
      return tensor2d(factors, [rows, units]); // (rows, units)
    });
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
