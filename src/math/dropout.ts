/**
 * Which units a step drops: a hash of where they are, so that every engine drops the same ones without keeping a random state,
 * and a run that goes on from a checkpoint drops what it would have dropped.
 */
export interface DropoutMask {
  /** Whether the unit's output of the row at this place of the batch becomes zero. */
  readonly drops: (row: number, unit: number) => boolean;
  /** By what the others grow, so that a layer's expected output stays. */
  readonly scale: number;
}

/**
 * The mask of one hidden layer at one step.
 *
 * @param step optimizer steps taken before it.
 * @param layer counted from 0.
 * @param units of the layer.
 * @example
 * const mask = dropoutMask({ share: 0.5, seed: 1 }, 0, 0, 8);
 * [0, 1, 2, 3, 4, 5, 6, 7].map((unit) => mask.drops(0, unit)) // [false, true, true, true, false, true, false, false]
 * mask.scale // 2
 */
export function dropoutMask(
  { share, seed }: { readonly share: number; readonly seed: number },
  step: number,
  layer: number,
  units: number,
): DropoutMask {
  const key = mix(mix(mix(seed) ^ step) ^ layer);
  const threshold = Math.round(share * 2 ** 24);
  return {
    drops: (row, unit) => mix(key ^ (row * units + unit)) >>> 8 < threshold,
    scale: 1 / (1 - share),
  };
}

/** An integer hash without visible bias ("lowbias32" of Wellons's hash prospector, 2018, in its better constants of 2022). */
function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}
