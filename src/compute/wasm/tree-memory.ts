import { PerennialError } from '../../core/errors.ts';
import { lossOf } from '../engine-titles.ts';

const PAGE = 65_536;
/** What vector loads like best, and a line of the processor's cache. */
const LINE = 64;

/** The memory of an instance, handed out from front to back behind the kernels' own data. */
export class TreeMemory {
  readonly #memory: WebAssembly.Memory;
  #end = PAGE;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  /**
   * Where so many bytes begin. Views of the memory are of no use afterwards.
   *
   * @throws PerennialError `engine-lost` where there is no more.
   */
  take(bytes: number): number {
    const at = this.#end;
    this.#end = Math.ceil((at + bytes) / LINE) * LINE;
    const missing = Math.ceil((this.#end - this.#memory.buffer.byteLength) / PAGE);
    try {
      if (missing > 0) this.#memory.grow(missing);
    } catch (cause) {
      const lost = { kind: 'wasm', reason: 'its memory ran out' } as const;
      throw new PerennialError(
        'engine-lost',
        `${lossOf(lost)}; let the trees have fewer leaves or fewer bins, or take fewer columns or rows`,
        { stage: 'compute', details: { engine: lost.kind, reason: lost.reason }, cause },
      );
    }
    return at;
  }

  /** What views are of: another one once more was handed out. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  bytes(at: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, at, length);
  }

  words(at: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#memory.buffer, at, length);
  }

  floats(at: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, at, length);
  }

  doubles(at: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#memory.buffer, at, length);
  }

  /** Whole numbers of 64 bits. */
  longs(at: number, length: number): BigInt64Array<ArrayBuffer> {
    return new BigInt64Array(this.#memory.buffer, at, length);
  }
}
