/** Places in the record that two threads share (kernels/shared-work.ts), in numbers of four bytes. */
const TAKEN = 17;
const OPEN = 18;
const CALLED = 19;

/** What the second thread is handed: it calls `help` of module.ts with it. */
export interface HelpCall {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly record: number;
  /** Where it has room of its own; absent where it needs none. */
  readonly cells?: number;
}

/** Whether there is work for a second thread, by a record in the memory that both share. */
export class HelperRecord {
  readonly #record: Int32Array<ArrayBufferLike>;
  readonly #call: () => void;

  /** @param call calls the second thread, which has gone, or never came */
  constructor(memory: WebAssembly.Memory, record: number, call: () => void) {
    this.#record = new Int32Array(memory.buffer, record, CALLED + 1);
    this.#call = call;
  }

  /** Parts of the work that the second thread has done so far. */
  get taken(): number {
    return Atomics.load(this.#record, TAKEN);
  }

  /** There is work from here on. */
  open(): void {
    Atomics.store(this.#record, OPEN, 1);
    if (Atomics.compareExchange(this.#record, CALLED, 0, 1) === 0) this.#call();
  }

  /** There is none any more, and the second thread may go. */
  close(): void {
    Atomics.store(this.#record, OPEN, 0);
  }
}
