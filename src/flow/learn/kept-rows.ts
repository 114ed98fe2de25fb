import { PerennialError } from '../../core/errors.ts';
import { takeBatchRows, type Batch, type Matrix } from '../../core/matrix.ts';
import type { ErasedRows, MemoryOptions } from '../../core/memory.ts';
import type { Random } from '../../core/random.ts';
import type { PartState } from '../../core/snapshot.ts';

/** Rows of a memory, each with a weight. */
export type WeightedRows = Batch & { readonly weights: Float32Array<ArrayBuffer> };
/** How a memory keeps its rows: as they are learnt, or with all that is known of them (`DescribedRows`). */
export type RowsKind = new (options: MemoryOptions) => KeptRows;

/** The rows of a memory, each in a slot: features, class or value, weight. The slots in use come first. */
export class KeptRows {
  readonly options: MemoryOptions;
  /** Rows at most: as many as the options allow by number and by bytes. */
  readonly capacity: number;
  size = 0;
  readonly slots: WeightedRows; // (capacity)

  /** @param more numbers of four bytes that a row takes besides its features, its class or value, and its weight. */
  constructor(options: MemoryOptions, more = 0) {
    const { features, bytes = Infinity } = options;
    const width = features.length;
    const rows = Math.min(options.capacity, Math.floor(bytes / (4 * (width + 2 + more))));
    if (!Number.isInteger(rows) || rows < 1)
      throw new PerennialError('options', `a memory of ${rows} rows cannot be made; choose 1 or more`, {
        stage: 'learn',
      });
    this.options = options;
    this.capacity = rows;
    this.slots = {
      x: { rows, features, data: new Float32Array(rows * width) },
      y: new Float32Array(rows),
      weights: new Float32Array(rows),
    };
  }

  /** A regression has one group, and every class is one. */
  groupOf(y: number): number {
    return this.options.task === 'regression' ? 0 : y;
  }

  groupAt(slot: number): number {
    return this.groupOf(this.slots.y[slot]!);
  }

  write({ x, y, weights }: Batch, row: number, slot: number): void {
    const width = x.features.length;
    this.slots.x.data.set(x.data.subarray(row * width, (row + 1) * width), slot * width);
    this.slots.y[slot] = y[row]!;
    this.slots.weights[slot] = weights ? weights[row]! : 1;
  }

  /** Lets go of all other slots, and keeps the order of these. */
  keep(isKept: (slot: number) => boolean): void {
    const kept = this.take(this.used().filter(isKept));
    this.size = kept.y.length;
    kept.y.forEach((_, row) => this.write(kept, row, row));
  }

  /** Whether the row in a slot is one of these: never, where nobody keeps where rows came from. */
  finder(_rows: ErasedRows): (slot: number) => boolean {
    return () => false;
  }

  giveOutputs(_outputsOf: (x: Matrix) => Float32Array): void {}

  used(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.slots.y.keys()).subarray(0, this.size);
  }

  /** The rows of these slots, in their order. */
  take(slots: Uint32Array): WeightedRows {
    return takeBatchRows(this.slots, slots) as WeightedRows;
  }

  /**
   * `count` rows drawn with replacement, with weights in proportion to what a row stands for, whose mean over the rows kept is 1.
   *
   * @param standsFor without it, every row for itself, by its own weight.
   */
  sample(count: number, random: Random, standsFor = (_slot: number): number => 1): Batch {
    const slots = Uint32Array.from({ length: this.size && count }, () => random.below(this.size));
    const importanceOf = (slot: number) => this.slots.weights[slot]! * standsFor(slot);
    const mean = this.used().reduce((sum, slot) => sum + importanceOf(slot), 0) / this.size;
    return { ...this.take(slots), weights: Float32Array.from(slots, (slot) => importanceOf(slot) / mean) };
  }

  save(header: PartState['header']): PartState {
    const { x, y, weights } = this.take(this.used());
    const shape = [this.size];
    return {
      header,
      tensors: {
        x: { shape: [this.size, x.features.length], data: x.data },
        y: { shape, data: y },
        weights: { shape, data: weights },
      },
    };
  }

  /**
   * Takes up what was saved.
   *
   * @param isRight whether the rest of it is as it must be.
   * @throws PerennialError `snapshot-format` where it does not fit the options.
   */
  load({ tensors }: PartState, isRight: boolean): void {
    const { x, y, weights } = tensors;
    const { features, classes, task } = this.options;
    const size = y?.data.length ?? -1;
    const isWhole =
      isRight &&
      size >= 0 &&
      size <= this.capacity &&
      x?.data.length === size * features.length &&
      weights?.data.length === size &&
      weights.data.every((weight) => weight >= 0 && weight < Infinity) &&
      y!.data.every((value) =>
        task === 'regression'
          ? Number.isFinite(value)
          : Number.isInteger(value) && value >= 0 && value < classes,
      );
    if (!isWhole)
      throw new PerennialError(
        'snapshot-format',
        `the memory cannot be read: its ${size} rows do not fit ${features.length} features, ${classes} classes and a capacity of ${this.capacity}`,
        { stage: 'learn' },
      );
    this.slots.x.data.set(x.data);
    this.slots.y.set(y!.data);
    this.slots.weights.set(weights.data);
    this.size = size;
  }
}
