import { Random } from '../../../core/random.ts';
import type { Matrix } from '../../../core/matrix.ts';
import { Moments } from '../../../math/moments.ts';

/** Rows of both samples beside each other, at most so many of either, each feature with mean 0 and deviation 1 over all that were drawn. */
export interface BothSamples {
  readonly features: readonly string[];
  /** Rows of the reference, then those of the window // (reference + window, features) */
  readonly data: Float64Array<ArrayBuffer>;
  readonly reference: number;
  readonly window: number;
}

/** Rows are drawn by the seed where there are more; a feature that does not vary is 0. */
export function standardised(reference: Matrix, window: Matrix, mostRows: number, seed: number): BothSamples {
  const random = new Random(seed);
  const width = reference.features.length;
  const drawn = [reference, window].map((x) => {
    const rows = Uint32Array.from({ length: x.rows }, (_, row) => row);
    return { x, rows: x.rows > mostRows ? random.shuffle(rows).slice(0, mostRows) : rows };
  });
  const data = new Float64Array((drawn[0]!.rows.length + drawn[1]!.rows.length) * width);
  let at = 0;
  for (const { x, rows } of drawn)
    for (const row of rows) {
      data.set(x.data.subarray(row * width, (row + 1) * width), at);
      at += width;
    }
  for (let feature = 0; feature < width; feature++) {
    const moments = new Moments();
    for (let i = feature; i < data.length; i += width) moments.add(data[i]!);
    const deviation = Math.sqrt(moments.variance) || Infinity;
    for (let i = feature; i < data.length; i += width) data[i] = (data[i]! - moments.mean) / deviation;
  }
  return {
    features: reference.features,
    data,
    reference: drawn[0]!.rows.length,
    window: drawn[1]!.rows.length,
  };
}
