import type { DenseAnchor, DenseData, DenseShape, DenseState, DenseTraining } from '../../core/dense.ts';
import type { PerennialError } from '../../core/errors.ts';
import { engineLost } from '../engine-loss.ts';
import { strengthsOf } from '../strengths.ts';
import { buffersOf, type BufferName, type KernelName } from './kernels.ts';
import type { LiveDevice } from './live-device.ts';
import { mostRows, slot, type Plan } from './plan.ts';

/** Steps whose uniforms lie on the device at once, which is how many go into one submit. */
export const ringSteps = 64;

type BindGroups = ReadonlyMap<KernelName, GPUBindGroup>;

/** What a session holds on the device: the rows, the flat parameters and moments, and room for a batch. */
export class SessionBuffers {
  readonly ring: GPUBuffer;
  /** Rows of a batch for which there is room. */
  capacity = 0;
  readonly #live: LiveDevice;
  readonly #plan: Plan;
  readonly #layers: GPUBuffer;
  readonly #held = new Map<BufferName, GPUBuffer>();
  #orderLength = 0;
  #groups: BindGroups | null = null;

  /**
   * To be called in `queue`.
   *
   * @throws PerennialError `engine-lost` where the device has no room for it in one piece; others may have.
   */
  constructor(live: LiveDevice, plan: Plan, training: DenseTraining, data: DenseData, state: DenseState) {
    this.#live = live;
    this.#plan = plan;
    const { UNIFORM, COPY_DST } = GPUBufferUsage;
    this.ring = live.device.createBuffer({ size: ringSteps * slot, usage: UNIFORM | COPY_DST });
    this.#layers = live.device.createBuffer({ size: plan.layers.byteLength, usage: UNIFORM | COPY_DST });
    live.device.queue.writeBuffer(this.#layers, 0, plan.layers);
    try {
      this.#hold('x', data.x);
      this.#hold('targets', targetsOf(data));
      this.#hold('columns', plan.columns);
      this.#hold('tiles', plan.tiles);
      for (const name of ['parameters', 'firstMoment', 'secondMoment'] as const)
        this.#hold(name, state[name]);
      this.#hold('anchor', training.anchor ? anchorOf(plan.shape, training.anchor) : new Float32Array());
      this.#hold('share', Float32Array.of(1));
      this.#make('squares', 4 * plan.tileCount);
      this.#make('gradient', state.parameters.byteLength);
    } catch (error) {
      this.destroy();
      throw error;
    }
  }

  get(name: BufferName): GPUBuffer {
    return this.#held.get(name)!;
  }

  /**
   * Brings an order of rows, and makes room for batches of `rows` of them. To be called in `queue`.
   *
   * @throws PerennialError `engine-lost` where the device has no room for it in one piece.
   */
  take(order: Uint32Array<ArrayBuffer>, rows: number): void {
    if (rows > mostRows) throw noRoom(`a batch of ${rows} rows is larger than the ${mostRows} that it takes`);
    if (order.length > this.#orderLength) {
      this.#make('order', order.byteLength);
      this.#orderLength = order.length;
    }
    if (rows > this.capacity) {
      this.#make('activations', 4 * rows * this.#plan.kept);
      this.#make('deltas', 4 * rows * this.#plan.deltas);
      this.#make('losses', 4 * rows);
      this.capacity = rows;
    }
    this.#live.device.queue.writeBuffer(this.get('order'), 0, order);
  }

  /** Made once, until a buffer had to grow. To be called in `queue`. */
  groups(): BindGroups {
    return (this.#groups ??= new Map(this.#plan.kernels.map((name) => [name, this.#group(name)])));
  }

  destroy(): void {
    for (const buffer of [this.ring, this.#layers, ...this.#held.values()]) buffer.destroy();
  }

  #group(name: KernelName): GPUBindGroup {
    const uniforms = [this.ring, this.#layers].map((buffer) => ({ buffer, size: 128 }));
    const storage = buffersOf(name).map((each) => ({ buffer: this.get(each) }));
    return this.#live.device.createBindGroup({
      label: name,
      layout: this.#live.pipeline(name).layout,
      entries: [...uniforms, ...storage].map((resource, binding) => ({ binding, resource })),
    });
  }

  #hold(name: BufferName, values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): void {
    this.#live.device.queue.writeBuffer(this.#make(name, values.byteLength), 0, values);
  }

  #make(name: BufferName, bytes: number): GPUBuffer {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.#live.device.limits;
    const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (bytes > most)
      throw noRoom(
        `${contents[name]} take ${megabytes(bytes)}, and it holds ${megabytes(most)} in one piece`,
      );
    this.#held.get(name)?.destroy();
    this.#groups = null;
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    // None at all could not be bound.
    const size = Math.max(32, bytes);
    const buffer = this.#live.device.createBuffer({
      label: name,
      size,
      usage: STORAGE | COPY_SRC | COPY_DST,
    });
    this.#held.set(name, buffer);
    return buffer;
  }
}

/** Target and weight of each row, side by side. */
function targetsOf({ y, weights }: DenseData): Float32Array<ArrayBuffer> {
  const targets = new Float32Array(2 * y.length);
  for (let row = 0; row < y.length; row++) {
    targets[2 * row] = y[row]!;
    targets[2 * row + 1] = weights ? weights[row]! : 1;
  }
  return targets;
}

/** Where each number is pulled to and how strongly, side by side. */
function anchorOf(shape: DenseShape, anchor: DenseAnchor): Float32Array<ArrayBuffer> {
  const strengths = strengthsOf(shape, anchor);
  return Float32Array.from({ length: 2 * strengths.length }, (_, at) =>
    at % 2 === 0 ? anchor.parameters[at / 2]! : strengths[(at - 1) / 2]!,
  );
}

/** For the person whose network or data is too large. */
const contents: Readonly<Record<BufferName, string>> = {
  x: 'the features of all rows',
  targets: 'the targets of all rows',
  order: 'the rows to learn from',
  columns: 'the places of its embeddings',
  tiles: 'the places of its weights',
  parameters: 'its weights',
  firstMoment: 'its weights',
  secondMoment: 'its weights',
  gradient: 'its weights',
  squares: 'its weights',
  share: 'its weights',
  anchor: 'the weights that it is pulled to',
  activations: 'the layers of a batch',
  deltas: 'the layers of a batch',
  losses: 'the rows of a batch',
};

function megabytes(bytes: number): string {
  return `${Number((bytes / 1e6).toPrecision(4))} MB`;
}

function noRoom(reason: string): PerennialError {
  return engineLost('webgpu', undefined, reason);
}
