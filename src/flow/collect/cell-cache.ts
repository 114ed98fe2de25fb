const CELL_BYTES = 32;
const FEWEST_SLOTS = 16;
const MOST_SLOTS = 1024;
const PROBES = 4;

/** What the short cells seen last stand for, found by their bytes alone: no text is made of a cell that repeats. */
export class CellCache {
  readonly #mask: number;
  readonly #hashes: Int32Array; // 0: an empty slot
  readonly #lengths: Uint8Array;
  readonly #cells: Uint8Array; // (slots, CELL_BYTES)
  readonly #values: Int32Array;
  /** Where the cell that was looked for last would be kept, and its hash; 0: not at all. */
  #slot = 0;
  #hash = 0;

  /** `rows`: how many cells are looked up before the cache is cleared. */
  constructor(rows: number) {
    let slots = FEWEST_SLOTS;
    while (slots < Math.min(rows, MOST_SLOTS)) slots *= 2;
    this.#mask = slots - 1;
    this.#hashes = new Int32Array(slots);
    this.#lengths = new Uint8Array(slots);
    this.#cells = new Uint8Array(slots * CELL_BYTES);
    this.#values = new Int32Array(slots);
  }

  /** What `keep` was told of the same bytes, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    this.#hash = 0;
    if (length > CELL_BYTES) return -1;
    let hash = length;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash = (hash ^ (hash >>> 15)) | 1;
    const hashes = this.#hashes;
    const first = (hash >>> 1) & this.#mask;
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = (first + probe) & this.#mask;
      if (hashes[slot] === hash && this.#isSame(slot, bytes, start, length)) return this.#values[slot]!;
      if (hashes[slot] !== 0) continue;
      this.#slot = slot;
      this.#hash = hash;
      return -1;
    }
    this.#slot = first;
    this.#hash = hash;
    return -1;
  }

  /** Keeps what the cell that `find` did not know stands for: a whole number, not below 0. */
  keep(bytes: Uint8Array, start: number, end: number, value: number): void {
    if (this.#hash === 0) return;
    const slot = this.#slot;
    this.#hashes[slot] = this.#hash;
    this.#lengths[slot] = end - start;
    this.#values[slot] = value;
    const to = slot * CELL_BYTES;
    for (let at = start; at < end; at++) this.#cells[to + at - start] = bytes[at]!;
  }

  clear(): void {
    this.#hashes.fill(0);
  }

  #isSame(slot: number, bytes: Uint8Array, start: number, length: number): boolean {
    if (this.#lengths[slot] !== length) return false;
    const cells = this.#cells;
    const from = slot * CELL_BYTES;
    for (let at = 0; at < length; at++) if (cells[from + at] !== bytes[start + at]) return false;
    return true;
  }
}
