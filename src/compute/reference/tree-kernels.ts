import type { TreeGrowth } from '../../core/trees.ts';
import {
  ALIKE,
  CODES,
  type CodedFeature,
  type LeafSums,
  type ScanRequest,
  type Split,
  type TreeKernels,
} from '../trees/kernels.ts';
import { scanCategories } from './scan-categories.ts';
import { scanNumbers } from './scan-numbers.ts';

/** Count, gradient and hessian of a code. */
const CELL = 3;

/** The work on rows and histograms in plain TypeScript: the yardstick. */
export class PlainTreeKernels implements TreeKernels {
  readonly #features: readonly CodedFeature[];
  readonly #bins: Uint8Array; // (rows, features)
  readonly #rows: number;
  readonly #gradients: Float32Array; // (rows, 2)
  readonly #slots: Float64Array[] = []; // each (features, CODES, CELL)
  #order: Uint32Array = new Uint32Array();
  #growth: TreeGrowth | null = null;

  constructor(features: readonly CodedFeature[], bins: Uint8Array, rows: number) {
    this.#features = features;
    this.#bins = bins;
    this.#rows = rows;
    this.#gradients = new Float32Array(2 * rows);
  }

  gradients(): Float32Array {
    return this.#gradients;
  }

  begin(rows: Uint32Array | null, growth: TreeGrowth): void {
    this.#order = rows?.slice() ?? Uint32Array.from({ length: this.#rows }, (_, row) => row);
    this.#growth = growth;
  }

  end(): void {}

  largest(): readonly [number, number] {
    let [gradient, hessian] = [0, 0];
    for (const row of this.#order) {
      gradient = Math.max(gradient, Math.abs(this.#gradients[2 * row]!));
      hessian = Math.max(hessian, Math.abs(this.#gradients[2 * row + 1]!));
    }
    return [gradient, hessian];
  }

  quantise(gradientBits: number, hessianBits: number): void {
    for (const row of this.#order) {
      this.#gradients[2 * row] = toMultiple(this.#gradients[2 * row]!, 2 ** gradientBits);
      this.#gradients[2 * row + 1] = toMultiple(this.#gradients[2 * row + 1]!, 2 ** hessianBits);
    }
  }

  clear(slot: number, features: Uint32Array | null): void {
    while (this.#slots.length <= slot)
      this.#slots.push(new Float64Array(this.#features.length * CODES * CELL));
    for (const feature of features ?? this.#features.keys()) this.#cells(slot, feature).fill(0);
  }

  build(slot: number, from: number, to: number, features: Uint32Array | null): void {
    const width = this.#features.length;
    const cells = this.#slots[slot]!;
    for (let place = from; place < to; place++) {
      const row = this.#order[place]!;
      const gradient = this.#gradients[2 * row]!;
      const hessian = this.#gradients[2 * row + 1]!;
      for (const feature of features ?? this.#features.keys()) {
        const at = (feature * CODES + this.#bins[row * width + feature]!) * CELL;
        cells[at]! += 1;
        cells[at + 1]! += gradient;
        cells[at + 2]! += hessian;
      }
    }
  }

  areAlike(from: number, to: number, { gradient, hessian }: LeafSums): boolean {
    for (let place = from; place < to; place++) {
      const row = this.#order[place]!;
      const apart = Math.abs(this.#gradients[2 * row]! * hessian - gradient * this.#gradients[2 * row + 1]!);
      if (apart > ALIKE * Math.abs(gradient) * this.#gradients[2 * row + 1]!) return false;
    }
    return hessian > 0;
  }

  sums(slot: number, feature: number): LeafSums {
    const cells = this.#cells(slot, feature);
    let [count, gradient, hessian] = [0, 0, 0];
    for (let at = 0; at < cells.length; at += CELL) {
      count += cells[at]!;
      gradient += cells[at + 1]!;
      hessian += cells[at + 2]!;
    }
    return { count, gradient, hessian };
  }

  subtract(parent: number, child: number): void {
    const taken = this.#slots[child]!;
    const cells = this.#slots[parent]!;
    for (let i = 0; i < cells.length; i++) cells[i]! -= taken[i]!;
  }

  scan(request: ScanRequest): Split | null {
    let best: Split | null = null;
    for (const [feature, coded] of this.#features.entries()) {
      if (!request.allowed[feature]) continue;
      const scanned = coded.isCategory ? scanCategories : scanNumbers;
      const found = scanned(this.#cells(request.slot, feature), coded, feature, request, this.#growth!);
      if (found && found.gain > (best?.gain ?? 0)) best = found;
    }
    return best;
  }

  partition(from: number, to: number, feature: number, goesLeft: Uint8Array): number {
    const rows = this.#order.slice(from, to);
    const isLeft = (row: number) => goesLeft[this.#bins[row * this.#features.length + feature]!] === 1;
    const left = rows.filter(isLeft);
    this.#order.set(left, from);
    this.#order.set(
      rows.filter((row) => !isLeft(row)),
      from + left.length,
    );
    return left.length;
  }

  rowsAt(from: number, to: number): Uint32Array {
    return this.#order.subarray(from, to);
  }

  route(
    rows: Uint32Array,
    features: Uint32Array,
    goesLeft: Uint8Array,
    left: Int32Array,
    right: Int32Array,
  ): Uint32Array<ArrayBuffer> {
    const width = this.#features.length;
    return Uint32Array.from(rows, (row) => {
      let node = features.length > 0 ? 0 : ~0;
      while (node >= 0) {
        const code = this.#bins[row * width + features[node]!]!;
        node = goesLeft[node * CODES + code] ? left[node]! : right[node]!;
      }
      return ~node;
    });
  }

  #cells(slot: number, feature: number): Float64Array {
    return this.#slots[slot]!.subarray(feature * CODES * CELL, (feature + 1) * CODES * CELL);
  }
}

/** The nearest multiple of 1 / perUnit, a power of two; of two the even one. Adding 1.5 * 2^52 leaves a double no digits behind the point. */
function toMultiple(value: number, perUnit: number): number {
  const shift = 6755399441055744;
  return (value * perUnit + shift - shift) / perUnit;
}
