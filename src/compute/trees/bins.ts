import type { Matrix } from '../../core/matrix.ts';
import { Random } from '../../core/random.ts';
import type { Sliced } from '../../core/sliced.ts';
import type { BinPlan } from '../../core/trees.ts';
import { sortSliced } from '../../math/sort.ts';
import { quantileBounds } from './quantile-bounds.ts';

/** No value of a matrix is larger: that of a Float32. */
const LARGEST = 3.4028234663852886e38;

/** How one feature's values fall into bins. */
export interface FeatureBins {
  /** Bins of present values, at least 1; what is missing has the code behind the last one. */
  readonly count: number;
  readonly isCategory: boolean;
  /** A number's bin is how many of these it is above; a category's bins have none. */
  readonly bounds: Float32Array<ArrayBuffer>; // (count - 1)
  /** The bin of each category; a number has none. */
  readonly codes: Uint8Array<ArrayBuffer>; // (categories)
  /** Numbers up to it lie in this bin or one before. */
  thresholdAfter(bin: number): number;
  /** The categories of bins as bits, the lowest of the first word for the category 0. */
  categoriesOf(isIn: Uint8Array): Uint32Array<ArrayBuffer>;
}

/**
 * Bins for every feature of rows that come chunk by chunk, from a sample of them. A number has a bin for each value where there are few, else bins of
 * equally many rows. A category has its own bin while there are enough; else the rarest share the last one.
 */
export class BinSampler {
  readonly #plan: BinPlan;
  readonly #rows: Uint32Array; // (sample), ascending
  readonly #sample: Float32Array; // (sample, features)
  /** Of each feature how often there is each category, where there are more than bins. */
  readonly #counts: readonly (Float64Array | null)[];
  #seen = 0;
  #taken = 0;

  constructor(rows: number, plan: BinPlan) {
    this.#plan = plan;
    this.#rows = sampleOf(rows, plan);
    this.#sample = new Float32Array(this.#rows.length * plan.categories.length);
    this.#counts = Array.from(plan.categories, (count) =>
      count > plan.bins ? new Float64Array(count) : null,
    );
  }

  look({ rows, data }: Matrix): void {
    const width = this.#plan.categories.length;
    for (; this.#taken < this.#rows.length; this.#taken++) {
      const row = this.#rows[this.#taken]! - this.#seen;
      if (row >= rows) break;
      this.#sample.set(data.subarray(row * width, (row + 1) * width), this.#taken * width);
    }
    for (const [feature, counts] of this.#counts.entries())
      if (counts)
        for (let at = feature; at < data.length; at += width) {
          const category = data[at]!;
          if (category === category) counts[category]!++;
        }
    this.#seen += rows;
  }

  *bins(): Sliced<readonly FeatureBins[]> {
    const { categories, bins } = this.#plan;
    const all: FeatureBins[] = [];
    for (let feature = 0; feature < categories.length; feature++) {
      if (categories[feature]! > 0)
        all.push(categoryBins(categories[feature]!, this.#counts[feature]!, bins));
      else {
        const values = this.#valuesOf(feature);
        yield* sortSliced(values);
        all.push(numberBins(quantileBounds(values, bins)));
      }
      yield;
    }
    return all;
  }

  /** What is present of them. */
  #valuesOf(feature: number): Float64Array<ArrayBuffer> {
    const width = this.#plan.categories.length;
    const present = new Float64Array(this.#rows.length);
    let count = 0;
    for (let at = feature; at < this.#sample.length; at += width) {
      const value = this.#sample[at]!;
      if (value === value) present[count++] = value;
    }
    return present.slice(0, count);
  }
}

/** One row of each of so many stretches of equal length. */
function sampleOf(rows: number, { sampleRows, seed }: BinPlan): Uint32Array {
  if (rows <= sampleRows) return Uint32Array.from({ length: rows }, (_, row) => row);
  const random = new Random(seed);
  return Uint32Array.from({ length: sampleRows }, (_, i) =>
    Math.floor(((i + random.uniform()) * rows) / sampleRows),
  );
}

function numberBins(bounds: Float32Array<ArrayBuffer>): FeatureBins {
  return {
    count: bounds.length + 1,
    isCategory: false,
    bounds,
    codes: new Uint8Array(),
    thresholdAfter: (bin) => bounds[bin] ?? LARGEST,
    categoriesOf: () => new Uint32Array(),
  };
}

/** @param counts how often there is each, where there are more than bins */
function categoryBins(categories: number, counts: Float64Array | null, bins: number): FeatureBins {
  const codes = Uint8Array.from({ length: categories }, (_, category) => Math.min(category, bins - 1));
  if (counts) {
    const byCount = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
    for (const [place, category] of byCount.entries()) codes[category] = Math.min(place, bins - 1);
  }
  return {
    count: Math.min(categories, bins),
    isCategory: true,
    bounds: new Float32Array(),
    codes,
    thresholdAfter: () => NaN,
    categoriesOf: (isIn) => {
      const set = new Uint32Array(Math.ceil(categories / 32));
      for (let category = 0; category < categories; category++)
        if (isIn[codes[category]!]) set[category >>> 5]! |= 1 << (category & 31);
      return set;
    },
  };
}
