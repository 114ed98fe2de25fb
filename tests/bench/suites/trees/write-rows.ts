import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rows } from '../../trees/rows.ts';

/** Writes the rows at these places of a table under this name. */
export function writeRows(
  folder: string,
  { shape, x, y }: RowTable,
  name: string,
  places: Uint32Array,
): Rows {
  const width = shape.features.length;
  const data = new Float32Array(places.length * width);
  for (const [row, place] of places.entries())
    data.set(x.subarray(place * width, (place + 1) * width), row * width);
  writeFileSync(join(folder, `${name}.x`), new Uint8Array(data.buffer));
  const labels = Float32Array.from(places, (place) => y[place]!);
  writeFileSync(join(folder, `${name}.y`), new Uint8Array(labels.buffer));
  return { ...shape, name, rows: places.length };
}

/** A whole table as learners of raw features see it. */
export interface RowTable {
  readonly shape: Omit<Rows, 'name' | 'rows'>;
  readonly x: Float32Array; // (rows, features)
  readonly y: Float32Array; // (rows)
}
