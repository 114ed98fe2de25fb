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
 * Bins for every feature of the rows, from a sample of them. A number has a bin for each value where there are few, else bins of equally
 * many rows. A category has its own bin while there are enough; else the rarest share the last one.
 */
export function* makeBins(x: Matrix, plan: BinPlan): Sliced<readonly FeatureBins[]> {
  const rows = sampleOf(x.rows, plan);
  const width = x.features.length;
  const all: FeatureBins[] = [];
  for (let feature = 0; feature < width; feature++) {
    const categories = plan.categories[feature]!;
    if (categories > 0) all.push(categoryBins(x, feature, categories, plan.bins));
    else {
      const present = new Float64Array(rows.length);
      let count = 0;
      for (const row of rows) {
        const value = x.data[row * width + feature]!;
        if (value === value) present[count++] = value;
      }
      const values = present.slice(0, count);
      yield* sortSliced(values);
      all.push(numberBins(quantileBounds(values, plan.bins)));
    }
    yield;
  }
  return all;
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

function categoryBins(x: Matrix, feature: number, categories: number, bins: number): FeatureBins {
  const codes = new Uint8Array(categories);
  if (categories <= bins)
    for (let category = 0; category < categories; category++) codes[category] = category;
  else {
    const counts = new Float64Array(categories);
    const width = x.features.length;
    for (let at = feature; at < x.data.length; at += width) {
      const category = x.data[at]!;
      if (category === category) counts[category]!++;
    }
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
