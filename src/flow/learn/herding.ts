import type { Batch, Matrix } from '../../core/matrix.ts';
import type { ErasedRows, Memory, MemoryKind, MemoryOptions } from '../../core/memory.ts';
import type { Random } from '../../core/random.ts';
import type { PartState, TensorData } from '../../core/snapshot.ts';
import { DescribedRows } from './described-rows.ts';

/** New rows of a class among which is chosen: so many for each that may be kept, and at least so many; of more they are drawn. */
const CANDIDATES = { each: 2, least: 256 };

/**
 * Herding: of each class the rows whose running mean stays nearest to the mean of the class, in their order, so that the first few stand for the
 * class as well as a few can (Welling, "Herding dynamical weights to learn", 2009; Rebuffi et al., "iCaRL", 2017). The distance is
 * Euclidean, in the features as the model sees them. Every class that has come has an equal share of the room, and where it has
 * fewer rows, the others share what is left; a class that has to give room up loses its last rows.
 *
 * The mean of a class is that of its kept rows, as many times as they stand for, and of its new ones; so it forgets rows that are
 * erased. Each row kept stands for seen / kept rows of its class, as in the class-balanced reservoir. A regression has one class.
 *
 * @example
 * const memory = herding.create({ task: 'regression', features: ['a'], classes: 0, capacity: 2 });
 * const data = Float32Array.of(0, 1, 5, 6); // with the mean 3: 1 and 5 together have it.
 * memory.add({ x: { rows: 4, features: ['a'], data }, y: data, weights: null }, random);
 * memory.save().tensors['y']!.data // Float32Array [1, 5]
 */
export const herding: MemoryKind = {
  kind: 'herding',
  keeps: 'typical',
  create: (options) => new Herding(options),
  load: (options, saved) => Herding.load(options, saved),
};

/** A row that may stay: a slot of the memory, or a row of the batch. */
interface Candidate {
  readonly from: 'memory' | 'batch';
  readonly at: number;
  readonly x: TensorData;
}

class Herding implements Memory {
  readonly #options: MemoryOptions;
  /** Class after class, each in the order in which its rows were chosen. */
  #rows: DescribedRows;
  /** Rows of each class that those kept stand for. */
  readonly #seen: Float64Array<ArrayBuffer>; // (groups)

  constructor(options: MemoryOptions) {
    this.#options = options;
    this.#rows = new DescribedRows(options);
    this.#seen = new Float64Array(options.task === 'regression' ? 1 : options.classes);
  }

  get size(): number {
    return this.#rows.size;
  }

  add(batch: Batch, random: Random): void {
    const old = this.#slotsByGroup();
    const fresh = old.map((): number[] => []);
    batch.y.forEach((y, row) => fresh[this.#rows.groupOf(y)]!.push(row));
    const shares = this.#shares(old.map((slots, group) => slots.length + fresh[group]!.length));
    const next = new DescribedRows(this.#options);
    const kept = this.#rows.take(this.#rows.used());
    old.forEach((slots, group) => {
      const share = shares[group]!;
      const chosen = fresh[group]!.length
        ? this.#choose(group, share, slots, fresh[group]!, batch, random)
        : slots.slice(0, share).map((at) => ({ from: 'memory' as const, at }));
      for (const { from, at } of chosen) next.write(from === 'memory' ? kept : batch, at, next.size++);
      this.#seen[group]! += fresh[group]!.length;
    });
    this.#rows = next;
  }

  forget({ y }: Batch): void {
    const brought = new Set(Array.from(y, (value) => this.#rows.groupOf(value)));
    this.#rows.keep((slot) => !brought.has(this.#rows.groupAt(slot)));
    for (const group of brought) this.#seen[group] = 0;
  }

  erase(rows: ErasedRows): void {
    const before = this.#slotsByGroup();
    const isErased = this.#rows.finder(rows);
    this.#rows.keep((slot) => !isErased(slot));
    this.#slotsByGroup().forEach(({ length }, group) => {
      this.#seen[group]! *= length && length / before[group]!.length;
    });
  }

  giveOutputs(outputsOf: (x: Matrix) => Float32Array): void {
    this.#rows.giveOutputs(outputsOf);
  }

  sample(count: number, random: Random): Batch {
    const kept = this.#slotsByGroup().map(({ length }) => length);
    return this.#rows.sample(count, random, (slot) => {
      const group = this.#rows.groupAt(slot);
      return this.#seen[group]! / kept[group]!;
    });
  }

  save(): PartState {
    return this.#rows.save({ seen: [...this.#seen] });
  }

  static load(options: MemoryOptions, saved: PartState): Memory {
    const memory = new Herding(options);
    const { seen } = saved.header;
    const groups = memory.#seen.length;
    const areCounts =
      Array.isArray(seen) &&
      seen.length === groups &&
      seen.every((each) => typeof each === 'number' && each >= 0);
    memory.#rows.load(saved, areCounts);
    memory.#seen.set(seen as number[]);
    return memory;
  }

  #xAt(slot: number): TensorData {
    const width = this.#options.features.length;
    return this.#rows.slots.x.data.subarray(slot * width, (slot + 1) * width);
  }

  #slotsByGroup(): readonly number[][] {
    const slots = Array.from(this.#seen, (): number[] => []);
    for (let slot = 0; slot < this.size; slot++) slots[this.#rows.groupAt(slot)]!.push(slot);
    return slots;
  }

  /** How many rows of each class stay, of so many that there are: the smallest classes keep theirs, the others share the rest. */
  #shares(available: readonly number[]): readonly number[] {
    const shares = available.map(() => 0);
    const groups = [...available.keys()].sort((a, b) => available[a]! - available[b]! || a - b);
    let left = this.#rows.capacity;
    groups.forEach((group, i) => {
      shares[group] = Math.min(available[group]!, Math.floor(left / (groups.length - i)));
      left -= shares[group];
    });
    return shares;
  }

  /** The rows of a class that stay, in the order in which they are chosen. */
  #choose(
    group: number,
    share: number,
    slots: readonly number[],
    fresh: readonly number[],
    { x }: Batch,
    random: Random,
  ): readonly Candidate[] {
    const width = x.features.length;
    const rowAt = (row: number) => x.data.subarray(row * width, (row + 1) * width);
    const aim = new Float64Array(width);
    const add = (row: TensorData, times: number) => {
      for (let k = 0; k < width; k++) aim[k]! += times * row[k]!;
    };
    for (const slot of slots) add(this.#xAt(slot), this.#seen[group]! / slots.length);
    for (const row of fresh) add(rowAt(row), 1);
    const count = (slots.length && this.#seen[group]!) + fresh.length;
    const most = Math.max(CANDIDATES.each * share, CANDIDATES.least);
    const drawn = fresh.length > most ? drawnOf(fresh, most, random) : fresh;
    const candidates: Candidate[] = [
      ...slots.map((at) => ({ from: 'memory' as const, at, x: this.#xAt(at) })),
      ...drawn.map((at) => ({ from: 'batch' as const, at, x: rowAt(at) })),
    ];
    return herd(
      candidates,
      aim.map((sum) => sum / count),
      share,
    );
  }
}

function drawnOf(rows: readonly number[], count: number, random: Random): readonly number[] {
  return [...random.shuffle(Uint32Array.from(rows)).subarray(0, count)].sort((a, b) => a - b);
}

/** Chooses greedily, each time the row that brings the mean of those chosen nearest to the aim. */
function herd(candidates: readonly Candidate[], aim: Float64Array, count: number): readonly Candidate[] {
  const left = [...candidates];
  const sizes = new Map(left.map((each) => [each, dot(each.x, each.x)]));
  // (k + 1) * aim less the sum of the k chosen.
  const wanted = aim.slice();
  const chosen: Candidate[] = [];
  while (chosen.length < count) {
    let best = 0;
    let nearest = Infinity;
    left.forEach((each, i) => {
      const distance = sizes.get(each)! - 2 * dot(each.x, wanted);
      if (distance < nearest) [best, nearest] = [i, distance];
    });
    const [next] = left.splice(best, 1);
    chosen.push(next!);
    for (let k = 0; k < wanted.length; k++) wanted[k]! += aim[k]! - next!.x[k]!;
  }
  return chosen;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
