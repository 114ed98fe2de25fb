import type {
  DenseData,
  DenseEngine,
  DenseSession,
  DenseShape,
  DenseState,
  DenseTraining,
} from '../../core/dense.ts';
import { denseRanges, type DenseRange } from '../../math/dense.ts';
import { dropoutMask, type DropoutMask } from '../../math/dropout.ts';
import { acceptDense, acceptGradient, acceptTraining, closedError } from '../accept.ts';
import { LinearNetwork } from './linear-network.ts';
import { DenseNetwork } from './network.ts';
import { optimize, type OptimizerBuffers } from './optimizer.ts';

/**
 * Dense networks in plain TypeScript: the yardstick for every other engine, and for small networks faster than
 * TensorFlow.js. It runs everywhere, and the same rows from the same state give the same bytes wherever Math.exp and Math.tanh do.
 *
 * @example
 * import { plainAdam } from '../../math/dense.ts';
 * const shape: DenseShape = { inputs: 1, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' };
 * const data = { x: Float32Array.of(1, 2, 3, 4), y: Float32Array.of(2, 4, 6, 8), weights: null };
 * const zero = { parameters: new Float32Array(2), firstMoment: new Float32Array(2), secondMoment: new Float32Array(2) };
 * const session = await referenceEngine.open(shape, plainAdam, data, { ...zero, step: 0 });
 * await session.train(Uint32Array.of(0, 1, 2, 3), 2, 0.5) // 8.28125
 * const { parameters, step } = await session.state();
 * parameters // Float32Array [0.95..., 0.99...]
 * step // 2
 */
export const referenceEngine: DenseEngine = {
  kind: 'reference',
  async open(shape, training, data, state) {
    const rows = acceptDense(shape, training, data, state);
    return new ReferenceSession(shape, training, data, state, rows);
  },
};

class ReferenceSession implements DenseSession {
  readonly #shape: DenseShape;
  readonly #training: DenseTraining;
  readonly #ranges: readonly DenseRange[];
  readonly #rows: number;
  #data: DenseData | null;
  #network: DenseNetwork | LinearNetwork;
  #buffers: OptimizerBuffers;
  #step: number;

  constructor(shape: DenseShape, training: DenseTraining, data: DenseData, state: DenseState, rows: number) {
    this.#shape = shape;
    this.#training = training;
    this.#ranges = denseRanges(shape);
    this.#rows = rows;
    this.#data = data;
    this.#network = networkOf(shape, 0);
    this.#buffers = copyOf(state);
    this.#step = state.step;
  }

  async train(rows: Uint32Array<ArrayBuffer>, batchSize: number, learningRate: number): Promise<number> {
    const data = this.#open();
    acceptTraining(rows, this.#rows, batchSize);
    const network = this.#networkFor(Math.min(batchSize, rows.length));
    let total = 0;
    for (let start = 0; start < rows.length; start += batchSize) {
      const count = Math.min(batchSize, rows.length - start);
      if (network instanceof DenseNetwork) network.masks = this.#masks();
      total += network.step(this.#buffers.parameters, data, rows, start, count) * count;
      this.#step++;
      optimize(this.#buffers, network.gradient, this.#ranges, this.#training, this.#step, learningRate);
    }
    return rows.length ? total / rows.length : 0;
  }

  async gradient(
    rows: Uint32Array<ArrayBuffer>,
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array<ArrayBuffer> }> {
    const data = this.#open();
    acceptGradient(rows, this.#rows);
    const network = this.#networkFor(rows.length);
    if (network instanceof DenseNetwork) network.masks = null;
    const loss = network.step(this.#buffers.parameters, data, rows, 0, rows.length);
    return { loss, gradient: Float32Array.from(network.gradient) };
  }

  async state(): Promise<DenseState> {
    this.#open();
    return { ...copyOf(this.#buffers), step: this.#step };
  }

  close(): void {
    this.#data = null;
    this.#network = networkOf(this.#shape, 0);
    this.#buffers = copyOf({
      parameters: new Float32Array(),
      firstMoment: new Float32Array(),
      secondMoment: new Float32Array(),
    });
  }

  /** What the next step drops, a hidden layer each. */
  #masks(): readonly DropoutMask[] | null {
    const { dropout } = this.#training;
    return (
      dropout && this.#shape.hidden.map((units, layer) => dropoutMask(dropout, this.#step, layer, units))
    );
  }

  #open(): DenseData {
    if (!this.#data) throw closedError();
    return this.#data;
  }

  #networkFor(rows: number): DenseNetwork | LinearNetwork {
    if (rows > this.#network.capacity) this.#network = networkOf(this.#shape, rows);
    return this.#network;
  }
}

function networkOf(shape: DenseShape, capacity: number): DenseNetwork | LinearNetwork {
  return LinearNetwork.fits(shape) ? new LinearNetwork(shape, capacity) : new DenseNetwork(shape, capacity);
}

function copyOf({ parameters, firstMoment, secondMoment }: OptimizerBuffers): OptimizerBuffers {
  return {
    parameters: parameters.slice(),
    firstMoment: firstMoment.slice(),
    secondMoment: secondMoment.slice(),
  };
}
