import type { Batch, Matrix } from '../../core/matrix.ts';
import type { ErasedRows, Memory, MemoryKind } from '../../core/memory.ts';
import type { Random } from '../../core/random.ts';
import type { PartState } from '../../core/snapshot.ts';
import type { KeptRows, RowsKind } from './kept-rows.ts';

/** The class-balanced reservoir over rows that are kept in this way. */
export function balancedOn(Rows: RowsKind): MemoryKind {
  return {
    kind: 'class-balanced-reservoir',
    keeps: 'balanced',
    create: (options) => new ClassBalancedReservoir(new Rows(options)),
    load: (options, saved) => ClassBalancedReservoir.load(new Rows(options), saved),
  };
}

class ClassBalancedReservoir implements Memory {
  readonly #rows: KeptRows;
  readonly #groups: number;
  readonly #kept: Float64Array<ArrayBuffer>; // (groups)
  readonly #seen: Float64Array<ArrayBuffer>; // (groups)
  /** 1 once the class was the largest of a full memory. */
  readonly #isFull: Uint8Array<ArrayBuffer>; // (groups)

  constructor(rows: KeptRows) {
    this.#rows = rows;
    this.#groups = rows.options.task === 'regression' ? 1 : rows.options.classes;
    this.#kept = new Float64Array(this.#groups);
    this.#seen = new Float64Array(this.#groups);
    this.#isFull = new Uint8Array(this.#groups);
  }

  get size(): number {
    return this.#rows.size;
  }

  add(batch: Batch, random: Random): void {
    for (let row = 0; row < batch.x.rows; row++) {
      const group = this.#rows.groupOf(batch.y[row]!);
      this.#seen[group]!++;
      const slot = this.#slotFor(group, random);
      if (slot >= 0) this.#rows.write(batch, row, slot);
    }
  }

  forget({ y }: Batch): void {
    const brought = new Set(Array.from(y, (value) => this.#rows.groupOf(value)));
    this.#keep((slot) => !brought.has(this.#rows.groupAt(slot)));
  }

  erase(rows: ErasedRows): void {
    const isErased = this.#rows.finder(rows);
    this.#keep((slot) => !isErased(slot));
  }

  giveOutputs(outputsOf: (x: Matrix) => Float32Array): void {
    this.#rows.giveOutputs(outputsOf);
  }

  sample(count: number, random: Random): Batch {
    return this.#rows.sample(count, random, (slot) => {
      const group = this.#rows.groupAt(slot);
      return this.#seen[group]! / this.#kept[group]!;
    });
  }

  save(): PartState {
    return this.#rows.save({ seen: [...this.#seen], full: [...this.#isFull] });
  }

  static load(rows: KeptRows, saved: PartState): Memory {
    const memory = new ClassBalancedReservoir(rows);
    const { seen, full } = saved.header;
    const groups = memory.#groups;
    memory.#rows.load(saved, areCounts(seen, groups) && areCounts(full, groups));
    memory.#seen.set(seen as number[]);
    memory.#isFull.set(full as number[]);
    memory.#count();
    return memory;
  }

  /** Rows that are left stand for as many rows each as before; a class without any begins anew. */
  #keep(isKept: (slot: number) => boolean): void {
    const before = this.#kept.slice();
    this.#rows.keep(isKept);
    this.#count();
    this.#kept.forEach((kept, group) => {
      this.#seen[group]! *= kept && kept / before[group]!;
      if (!kept) this.#isFull[group] = 0;
    });
  }

  #count(): void {
    this.#kept.fill(0);
    for (let slot = 0; slot < this.size; slot++) this.#kept[this.#rows.groupAt(slot)]!++;
  }

  /** Where a row of this class goes, or -1 when it is not kept. */
  #slotFor(group: number, random: Random): number {
    if (this.size < this.#rows.capacity) {
      this.#kept[group]!++;
      return this.#rows.size++;
    }
    const most = Math.max(...this.#kept);
    for (let g = 0; g < this.#groups; g++) if (this.#kept[g] === most) this.#isFull[g] = 1;
    if (this.#isFull[group]) {
      const kept = this.#kept[group]!;
      return random.below(this.#seen[group]!) < kept ? this.#slotOf(group, random.below(kept)) : -1;
    }
    const largest = this.#kept.indexOf(most);
    const slot = this.#slotOf(largest, random.below(most));
    this.#kept[largest]!--;
    this.#kept[group]!++;
    return slot;
  }

  /** The slot of the n-th row kept of a class. */
  #slotOf(group: number, n: number): number {
    let slot = 0;
    for (let left = n; ; slot++) if (this.#rows.groupAt(slot) === group && left-- === 0) return slot;
  }
}

function areCounts(value: unknown, length: number): value is readonly number[] {
  return Array.isArray(value) && value.length === length && value.every((count) => count >= 0);
}
