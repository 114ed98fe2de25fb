import type { TreeGrowth } from '../../core/trees.ts';
import {
  CODES,
  type CodedFeature,
  type LeafSums,
  type ScanRequest,
  type Split,
  type TreeKernels,
} from '../trees/kernels.ts';
import type { HelperRecord } from './helper-record.ts';
import type { TreeMemory } from './tree-memory.ts';
import type { TreeExports } from './tree-module.ts';
import type { TreeHelp } from './tree-threads.ts';

/** A code's cell of a histogram: the sum of gradients and rows in one whole number, and that of hessians. */
const CELL_BYTES = 16;

/** Between two features: with 256 codes of one exactly 4 KiB from the next, all would want the same places of the processor's cache. */
const LINE_BYTES = 64;

/** Numbers that a scan writes: gain, feature, bin, then the count, gradient and hessian of the left side, then both values. */
const RESULT = 8;

/** What a scan is told, and what it tells. */
interface ScanViews {
  readonly buffer: ArrayBuffer;
  readonly allowed: Uint8Array;
  readonly listed: Uint32Array;
  readonly random: Float64Array;
  readonly result: Float64Array;
  readonly goesLeft: Uint8Array;
}

/** The work on rows and histograms in WebAssembly. A cell's bits: `tree-kernels/histogram.ts`. */
export class WasmTreeKernels implements TreeKernels {
  readonly #exports: TreeExports;
  readonly #memory: TreeMemory;
  readonly #rows: number;
  readonly #width: number;
  readonly #stride: number;
  readonly #bins: number;
  readonly #pairs: number;
  readonly #order: number;
  readonly #scratch: number;
  readonly #features: number;
  readonly #directions: number;
  readonly #allowed: number;
  readonly #listed: number;
  readonly #random: number;
  readonly #result: number;
  readonly #goesLeft: number;
  readonly #help: TreeHelp | null;
  readonly #slots: number[] = [];
  #kept: ScanViews | null = null;
  #helper: HelperRecord | null = null;
  #routes = { at: 0, bytes: 0 };
  #count = 0;
  #shift = 0;
  #units: readonly [gradient: number, hessian: number] = [1, 1];

  /**
   * @param bins where the codes stand: (rows, features)
   * @param help where there is a second thread
   */
  constructor(
    exports: TreeExports,
    memory: TreeMemory,
    features: readonly CodedFeature[],
    bins: number,
    rows: number,
    help: TreeHelp | null = null,
  ) {
    this.#exports = exports;
    this.#memory = memory;
    this.#rows = rows;
    this.#width = features.length;
    this.#stride = CELL_BYTES * (1 + Math.max(...features.map((feature) => feature.bins))) + LINE_BYTES;
    this.#bins = bins;
    this.#help = help;
    this.#pairs = memory.take(2 * 4 * rows);
    this.#order = memory.take(4 * rows);
    this.#scratch = memory.take(4 * rows);
    this.#features = memory.take(4 * this.#width);
    this.#directions = memory.take(this.#width);
    this.#allowed = memory.take(this.#width);
    this.#listed = memory.take(4 * this.#width);
    this.#random = memory.take(8 * this.#width);
    this.#result = memory.take(8 * RESULT);
    this.#goesLeft = memory.take(CODES);
    memory
      .words(this.#features, this.#width)
      .set(features.map(({ bins: count, isCategory }) => count + (isCategory ? CODES : 0)));
  }

  gradients(): Float32Array {
    return this.#memory.floats(this.#pairs, 2 * this.#rows);
  }

  begin(rows: Uint32Array | null, growth: TreeGrowth): void {
    this.#count = rows?.length ?? this.#rows;
    if (this.#help && this.#count * this.#width >= this.#help.leastCells) {
      this.#helper ??= this.#help.start(this.#memory.take(this.#stride * this.#width));
      this.#helper.open();
    }
    if (rows) this.#memory.words(this.#order, this.#count).set(rows);
    else this.#exports.takeAll(this.#order, this.#count);
    const { l1, l2, leafRows, leafHessian, minimumGain, monotone } = growth;
    const { categorySmoothing, categoryL2, categoryLimit } = growth;
    this.#exports.setGrowth(
      ...([l1, l2, leafRows, leafHessian, minimumGain] as const),
      ...([categorySmoothing, categoryL2, categoryLimit, monotone !== null] as const),
    );
    const directions = this.#memory.bytes(this.#directions, this.#width).fill(0);
    if (monotone) directions.set(new Uint8Array(monotone.buffer, monotone.byteOffset, monotone.length));
  }

  end(): void {
    this.#helper?.close();
  }

  largest(): readonly [number, number] {
    this.#exports.largest(this.#pairs, this.#order, this.#count, this.#result);
    const [gradient, hessian] = this.#memory.doubles(this.#result, 2);
    return [gradient!, hessian!];
  }

  quantise(gradientBits: number, hessianBits: number): void {
    // Beside a sum of gradients, which is below half of it, there is room for the count.
    this.#shift = 62 - Math.ceil(Math.log2(this.#count + 1));
    this.#units = [2 ** -gradientBits, 2 ** -hessianBits];
    this.#exports.quantise(
      ...([this.#pairs, this.#order, this.#count] as const),
      ...([2 ** gradientBits, 2 ** hessianBits] as const),
    );
  }

  clear(slot: number, features: Uint32Array | null): void {
    const bytes = this.#stride * this.#width;
    while (this.#slots.length <= slot) this.#slots.push(this.#memory.take(bytes));
    if (features) this.#exports.clearOf(this.#slots[slot]!, this.#stride, ...this.#list(features));
    else this.#exports.clear(this.#slots[slot]!, bytes);
  }

  build(slot: number, from: number, to: number, features: Uint32Array | null): void {
    const rows = [this.#bins, this.#width, this.#pairs, this.#order, from, to] as const;
    const cells = [this.#slots[slot]!, this.#stride, this.#shift] as const;
    if (features) this.#exports.addRowsOf(...rows, ...cells, ...this.#list(features));
    else this.#exports.build(...rows, ...cells);
  }

  areAlike(from: number, to: number, { gradient, hessian }: LeafSums): boolean {
    const rows = [this.#pairs, this.#order, from, to] as const;
    return this.#exports.areAlike(...rows, gradient, hessian, ...this.#units) !== 0;
  }

  sums(slot: number, feature: number): LeafSums {
    this.#exports.sumsOf(this.#slots[slot]! + feature * this.#stride, this.#stride, this.#result);
    const [packed, hessian] = this.#memory.longs(this.#result, 2);
    const shift = BigInt(this.#shift);
    const count = (packed! + (1n << (shift - 1n))) >> shift;
    const [gradientUnit, hessianUnit] = this.#units;
    return {
      count: Number(count),
      gradient: Number(packed! - (count << shift)) * gradientUnit,
      hessian: Number(hessian!) * hessianUnit,
    };
  }

  subtract(parent: number, child: number): void {
    this.#exports.subtract(this.#slots[parent]!, this.#slots[child]!, this.#stride * this.#width);
  }

  scan({ slot, sums, lower, upper, allowed, random }: ScanRequest): Split | null {
    const views = this.#views();
    views.allowed.set(allowed);
    if (random) views.random.set(random);
    const isFound = this.#exports.scan(
      ...([this.#slots[slot]!, this.#stride, this.#width, this.#features, this.#directions] as const),
      ...([this.#allowed, random ? this.#random : 0, sums.count, sums.gradient, sums.hessian] as const),
      ...([lower, upper, this.#shift, ...this.#units, this.#result, this.#goesLeft] as const),
    );
    if (!isFound) return null;
    const { result, goesLeft } = views;
    return {
      gain: result[0]!,
      feature: result[1]!,
      bin: result[2]!,
      left: { count: result[3]!, gradient: result[4]!, hessian: result[5]! },
      leftValue: result[6]!,
      rightValue: result[7]!,
      goesLeft,
    };
  }

  /** To make a view takes longer than a leaf of few rows. */
  #views(): ScanViews {
    const memory = this.#memory;
    if (this.#kept?.buffer === memory.buffer) return this.#kept;
    return (this.#kept = {
      buffer: memory.buffer,
      allowed: memory.bytes(this.#allowed, this.#width),
      listed: memory.words(this.#listed, this.#width),
      random: memory.doubles(this.#random, this.#width),
      result: memory.doubles(this.#result, RESULT),
      goesLeft: memory.bytes(this.#goesLeft, CODES),
    });
  }

  #list(features: Uint32Array): readonly [at: number, count: number] {
    this.#views().listed.set(features);
    return [this.#listed, features.length];
  }

  partition(from: number, to: number, feature: number, goesLeft: Uint8Array): number {
    this.#views().goesLeft.set(goesLeft);
    return this.#exports.partition(
      ...([this.#bins + feature, this.#width, this.#order, this.#scratch] as const),
      ...([from, to, this.#goesLeft] as const),
    );
  }

  rowsAt(from: number, to: number): Uint32Array {
    return this.#memory.words(this.#order + 4 * from, to - from);
  }

  route(
    rows: Uint32Array,
    features: Uint32Array,
    goesLeft: Uint8Array,
    left: Int32Array,
    right: Int32Array,
  ): Uint32Array<ArrayBuffer> {
    const nodes = features.length;
    if (nodes === 0) return new Uint32Array(rows.length);
    const memory = this.#memory;
    const bytes = 12 * nodes + CODES * nodes;
    if (bytes > this.#routes.bytes) this.#routes = { at: memory.take(2 * bytes), bytes: 2 * bytes };
    const { at } = this.#routes;
    const tables = at + 12 * nodes;
    for (const [place, words] of [features, left, right].entries())
      memory.words(at + 4 * nodes * place, nodes).set(words);
    memory.bytes(tables, CODES * nodes).set(goesLeft);
    const ends = new Uint32Array(rows.length);
    // The rows of the newest tree stand in `order`: the scratch behind it has room for as many.
    for (let from = 0; from < rows.length; from += this.#rows) {
      const some = rows.subarray(from, from + this.#rows);
      memory.words(this.#scratch, some.length).set(some);
      this.#exports.route(
        ...([this.#scratch, some.length, this.#bins, this.#width] as const),
        ...([at, tables, at + 4 * nodes, at + 8 * nodes, this.#scratch] as const),
      );
      ends.set(memory.words(this.#scratch, some.length), from);
    }
    return ends;
  }
}
