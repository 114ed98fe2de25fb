import type { NumberColumn } from '../../core/column.ts';

/** The target of a regression as `encodeTarget` gives it: NaN where there is none, or one that no Float32 can hold. */
export function encodeValues({ values }: NumberColumn): Float32Array<ArrayBuffer> {
  return Float32Array.from(values, (value) => (Number.isFinite(Math.fround(value)) ? value : NaN));
}
