import type {
  DenseAnchor,
  DenseData,
  DenseEngine,
  DenseSession,
  DenseState,
  DenseTraining,
} from '../../core/dense.ts';
import { PerennialError } from '../../core/errors.ts';
import { parameterCount } from '../../math/dense.ts';
import { checkedEngine } from '../checked-engine.ts';
import { lossOf } from '../engine-titles.ts';
import { SecondThread, type Sharing } from './second-thread.ts';
import {
  compileKernels,
  describeNetwork,
  describeTraining,
  kernelBuild,
  startKernels,
  type KernelBuild,
  type Kernels,
} from './module.ts';

const parts = {
  parameters: 0,
  firstMoment: 1,
  secondMoment: 2,
  gradient: 3,
  anchor: 4,
  strengths: 5,
} as const;

/**
 * Dense networks in WebAssembly: forward, backward and Adam of many steps in one call, over matrices that lie in panels of
 * eight columns. Sums are in single precision; the same rows from the same state give the same bytes on one processor
 * and build, and those of the two builds differ in the last bits.
 *
 * Products of two and a half million multiply-adds or more are shared with a second thread, to the same bytes.
 *
 * @param startHelper starts a worker that calls `help` with what it is handed (second-thread.ts), where memory can be shared; null:
 * everything is done in this thread. To be used in a worker alone, for a page must not wait.
 * @param build relaxed SIMD where the browser has it, unless one is asked for by name.
 * @throws where wasm cannot run here.
 * @example
 * import { plainAdam } from '../../math/dense.ts';
 * const engine = await openWasmEngine();
 * const shape: DenseShape = { inputs: 1, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' };
 * const data = { x: Float32Array.of(1, 2, 3, 4), y: Float32Array.of(2, 4, 6, 8), weights: null };
 * const zero = { parameters: new Float32Array(2), firstMoment: new Float32Array(2), secondMoment: new Float32Array(2) };
 * const session = await engine.open(shape, plainAdam, data, { ...zero, step: 0 });
 * await session.train(Uint32Array.of(0, 1, 2, 3), 2, 0.5) // 8.28125
 * const { step } = await session.state();
 * step // 2
 */
export async function openWasmEngine(
  build: KernelBuild = kernelBuild(),
  startHelper: (() => Worker) | null = null,
): Promise<DenseEngine> {
  const module = await compileKernels(build);
  const second = startHelper && new SecondThread(startHelper);
  return checkedEngine({
    kind: 'wasm',
    async open(shape, training, data, state) {
      const shared = second && (await second.kernelsFor(build, shape, data.y.length));
      const kernels = shared?.kernels ?? startKernels(module);
      try {
        describeNetwork(kernels, shape);
        describeTraining(kernels, training);
        const { anchor, keeping, limitsClasses = false } = training;
        const rows = data.y.length;
        kernels.place(rows, data.weights !== null, anchor !== null, hasStrengths(anchor));
        kernels.placeTerms(rows, keeping !== undefined, limitsClasses);
        return new WasmSession(
          kernels,
          shared?.sharing ?? null,
          parameterCount(shape),
          training,
          data,
          state,
        );
      } catch (cause) {
        throw outOfMemory(cause);
      }
    },
  });
}

class WasmSession implements DenseSession {
  readonly #count: number;
  readonly #training: DenseTraining;
  readonly #kernels: Kernels;
  readonly #sharing: Sharing | null;
  #loss: PerennialError | null = null;
  #step: number;

  constructor(
    kernels: Kernels,
    sharing: Sharing | null,
    count: number,
    training: DenseTraining,
    data: DenseData,
    state: DenseState,
  ) {
    this.#kernels = kernels;
    this.#sharing = sharing;
    this.#count = count;
    this.#training = training;
    this.#step = state.step;
    numbers(kernels, kernels.xAt(), data.x.length).set(data.x);
    numbers(kernels, kernels.yAt(), data.y.length).set(data.y);
    if (data.weights) numbers(kernels, kernels.weightsAt(), data.y.length).set(data.weights);
    for (const part of ['parameters', 'firstMoment', 'secondMoment'] as const) this.#take(part, state[part]);
    const { anchor } = training;
    if (anchor) this.#take('anchor', anchor.parameters);
    if (hasStrengths(anchor)) this.#take('strengths', anchor.strength);
    const { kept, classes } = data;
    if (kept) {
      numbers(kernels, kernels.keptAt(), kept.outputs.length).set(kept.outputs);
      numbers(kernels, kernels.keptWeightsAt(), kept.weights.length).set(kept.weights);
    }
    if (classes) new Uint8Array(kernels.memory.buffer, kernels.limitsAt() >>> 0, classes.length).set(classes);
  }

  async train(rows: Uint32Array<ArrayBuffer>, batchSize: number, learningRate: number): Promise<number> {
    const kernels = this.#open();
    const { optimizer } = this.#training;
    const [beta1, beta2] = optimizer.kind === 'adam' ? [optimizer.beta1, optimizer.beta2] : [0, 0];
    const step = this.#step;
    const total = this.#run(Math.min(batchSize, rows.length), () => {
      this.#order(kernels, rows, batchSize);
      return kernels.train(rows.length, batchSize, learningRate, step, beta1 ** step, beta2 ** step);
    });
    this.#step += Math.ceil(rows.length / batchSize);
    return total / rows.length;
  }

  async gradient(
    rows: Uint32Array<ArrayBuffer>,
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array<ArrayBuffer> }> {
    const kernels = this.#open();
    const loss = this.#run(rows.length, () => {
      this.#order(kernels, rows, rows.length);
      return kernels.gradientOf(0, rows.length);
    });
    return { loss, gradient: this.#copy(kernels, 'gradient') };
  }

  async state(): Promise<DenseState> {
    const kernels = this.#open();
    return {
      parameters: this.#copy(kernels, 'parameters'),
      firstMoment: this.#copy(kernels, 'firstMoment'),
      secondMoment: this.#copy(kernels, 'secondMoment'),
      step: this.#step,
    };
  }

  /** Its memory goes with it. */
  close(): void {}

  #open(): Kernels {
    if (this.#loss) throw this.#loss;
    return this.#kernels;
  }

  /** What trapped once is of no use any more. */
  #run(batchRows: number, work: () => number): number {
    try {
      return this.#sharing ? this.#sharing.during(batchRows, work) : work();
    } catch (cause) {
      throw (this.#loss = outOfMemory(cause));
    }
  }

  #order(kernels: Kernels, rows: Uint32Array, batchSize: number): void {
    const at = kernels.reserve(Math.min(batchSize, rows.length), rows.length);
    new Uint32Array(kernels.memory.buffer, at, rows.length).set(rows);
  }

  #take(part: keyof typeof parts, values: Float32Array): void {
    const kernels = this.#kernels;
    numbers(kernels, kernels.flatAt(), this.#count).set(values);
    kernels.takeFlat(parts[part]);
  }

  #copy(kernels: Kernels, part: keyof typeof parts): Float32Array<ArrayBuffer> {
    kernels.giveFlat(parts[part]);
    return numbers(kernels, kernels.flatAt(), this.#count).slice();
  }
}

function hasStrengths(
  anchor: DenseAnchor | null,
): anchor is DenseAnchor & { readonly strength: Float32Array<ArrayBuffer> } {
  return anchor !== null && typeof anchor.strength !== 'number';
}

/** A view of the kernels' memory, of no use once it has grown. */
function numbers({ memory }: Kernels, at: number, length: number): Float32Array<ArrayBuffer> {
  return new Float32Array(memory.buffer, at >>> 0, length);
}

/** The kernels trap where their memory cannot grow, and nowhere else. */
function outOfMemory(cause: unknown): PerennialError {
  const lost = { kind: 'wasm', reason: 'its memory ran out' } as const;
  return new PerennialError(
    'engine-lost',
    `${lossOf(lost)}; go on from the last checkpoint, on another engine or on a new one of this kind`,
    { stage: 'compute', details: { engine: lost.kind, reason: lost.reason }, cause },
  );
}
