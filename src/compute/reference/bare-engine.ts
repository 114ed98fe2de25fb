import type {
  DenseData,
  DenseEngine,
  DenseSession,
  DenseShape,
  DenseState,
  DenseTraining,
} from '../../core/dense.ts';
import { multiply, type Multiply } from '../../math/dense-multiply.ts';
import { denseRanges, type DenseRange } from '../../math/dense.ts';
import { dropoutMask, type DropoutMask } from '../../math/dropout.ts';
import { DenseNetwork } from './network.ts';
import { optimize, type OptimizerBuffers } from './optimizer.ts';
import type { RowTerms } from './row-terms.ts';

/** What rows add to their loss; null: nothing. */
export type TermsOf = (shape: DenseShape, training: DenseTraining, data: DenseData) => RowTerms | null;

/**
 * The same without the checks, for those who hand it nothing but what they have checked themselves.
 *
 * @param termsOf without it, rows neither keep outputs nor limit classes.
 * @param product computes the matrix products, to the same bytes as `multiply`: it is the same engine, only sooner done.
 */
export function bareEngine(termsOf: TermsOf | null, product: Multiply = multiply): DenseEngine {
  return {
    kind: 'reference',
    open: async (shape, training, data, state) =>
      new ReferenceSession(shape, training, data, state, termsOf && termsOf(shape, training, data), product),
  };
}

class ReferenceSession implements DenseSession {
  readonly #shape: DenseShape;
  readonly #training: DenseTraining;
  readonly #ranges: readonly DenseRange[];
  readonly #data: DenseData;
  readonly #terms: RowTerms | null;
  readonly #product: Multiply;
  #network: DenseNetwork;
  #buffers: OptimizerBuffers;
  #step: number;

  constructor(
    shape: DenseShape,
    training: DenseTraining,
    data: DenseData,
    state: DenseState,
    terms: RowTerms | null,
    product: Multiply,
  ) {
    this.#terms = terms;
    this.#product = product;
    this.#shape = shape;
    this.#training = training;
    this.#ranges = denseRanges(shape);
    this.#data = data;
    this.#network = new DenseNetwork(shape, 0, terms, product);
    this.#buffers = copyOf(state);
    this.#step = state.step;
  }

  async train(rows: Uint32Array<ArrayBuffer>, batchSize: number, learningRate: number): Promise<number> {
    const network = this.#networkFor(Math.min(batchSize, rows.length));
    let total = 0;
    for (let start = 0; start < rows.length; start += batchSize) {
      const count = Math.min(batchSize, rows.length - start);
      network.masks = this.#masks();
      total += network.step(this.#buffers.parameters, this.#data, rows, start, count) * count;
      this.#step++;
      optimize(this.#buffers, network.gradient, this.#ranges, this.#training, this.#step, learningRate);
    }
    return total / rows.length;
  }

  async gradient(
    rows: Uint32Array<ArrayBuffer>,
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array<ArrayBuffer> }> {
    const network = this.#networkFor(rows.length);
    network.masks = null;
    const loss = network.step(this.#buffers.parameters, this.#data, rows, 0, rows.length);
    return { loss, gradient: Float32Array.from(network.gradient) };
  }

  async state(): Promise<DenseState> {
    return { ...copyOf(this.#buffers), step: this.#step };
  }

  /** All that it holds goes with it. */
  close(): void {}

  /** What the next step drops, a hidden layer each. */
  #masks(): readonly DropoutMask[] | null {
    const { dropout } = this.#training;
    return (
      dropout && this.#shape.hidden.map((units, layer) => dropoutMask(dropout, this.#step, layer, units))
    );
  }

  #networkFor(rows: number): DenseNetwork {
    if (rows > this.#network.capacity)
      this.#network = new DenseNetwork(this.#shape, rows, this.#terms, this.#product);
    return this.#network;
  }
}

function copyOf({ parameters, firstMoment, secondMoment }: OptimizerBuffers): OptimizerBuffers {
  return {
    parameters: parameters.slice(),
    firstMoment: firstMoment.slice(),
    secondMoment: secondMoment.slice(),
  };
}
