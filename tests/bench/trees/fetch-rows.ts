import type { Batch } from '../../../src/core/matrix.ts';
import type { Rows } from './rows.ts';

/** The rows, as the bench serves them beside the page. */
export async function fetchRows({ name, rows, features }: Rows): Promise<Batch> {
  const data = await fetchFloats(`${name}.x`, rows * features.length);
  const y = await fetchFloats(`${name}.y`, rows);
  return { x: { rows, features, data }, y, weights: null };
}

async function fetchFloats(file: string, count: number): Promise<Float32Array<ArrayBuffer>> {
  const floats = new Float32Array(count);
  const bytes = new Uint8Array(floats.buffer);
  const { body } = await fetch(new URL(`/rows/${file}?bytes=${bytes.length}`, location.origin));
  const reader = body!.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes.set(value, at);
    at += value.length;
  }
  if (at !== bytes.length) throw new Error(`${file} has ${at} bytes instead of ${bytes.length}`);
  return floats;
}
