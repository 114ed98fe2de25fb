import type { DenseEngine, DenseSession, DenseState } from '../core/dense.ts';
import { acceptDense, acceptGradient, acceptTraining, closedError } from './accept.ts';

/**
 * The same engine, behind checks: it is handed nothing that does not fit together, and no session that was closed is asked again.
 *
 * @example
 * import { plainAdam } from '../math/dense.ts';
 * import { bareEngine } from './reference/bare-engine.ts';
 * const shape: DenseShape = { inputs: 1, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' };
 * const data = { x: Float32Array.of(1, 2), y: Float32Array.of(2), weights: null };
 * const zero = { parameters: new Float32Array(2), firstMoment: new Float32Array(2), secondMoment: new Float32Array(2) };
 * checkedEngine(bareEngine(null)).open(shape, plainAdam, data, { ...zero, step: 0 }) // throws engine-input
 */
export function checkedEngine(engine: DenseEngine): DenseEngine {
  return {
    kind: engine.kind,
    async open(shape, training, data, state) {
      const rows = acceptDense(shape, training, data, state);
      return new CheckedSession(await engine.open(shape, training, data, state), rows);
    },
  };
}

class CheckedSession implements DenseSession {
  readonly #rows: number;
  #session: DenseSession | null;

  constructor(session: DenseSession, rows: number) {
    this.#session = session;
    this.#rows = rows;
  }

  async train(rows: Uint32Array<ArrayBuffer>, batchSize: number, learningRate: number): Promise<number> {
    const session = this.#open();
    acceptTraining(rows, this.#rows, batchSize);
    return rows.length ? session.train(rows, batchSize, learningRate) : 0;
  }

  async gradient(
    rows: Uint32Array<ArrayBuffer>,
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array<ArrayBuffer> }> {
    const session = this.#open();
    acceptGradient(rows, this.#rows);
    return session.gradient(rows);
  }

  async state(): Promise<DenseState> {
    return this.#open().state();
  }

  close(): void {
    this.#session?.close();
    this.#session = null;
  }

  #open(): DenseSession {
    if (!this.#session) throw closedError();
    return this.#session;
  }
}
