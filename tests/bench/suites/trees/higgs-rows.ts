import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { Random } from '../../../../src/core/random.ts';
import { fillHiggsRow, HIGGS_FEATURES } from '../../trees/fill-higgs-row.ts';
import type { Rows } from '../../trees/rows.ts';

const CHUNK = 50_000;

/** So many rows, of those that `writeHiggsRows` wrote. */
export function higgsRows(rows: number): Rows {
  return {
    ...{ name: 'higgs', rows, task: 'binary', classes: ['background', 'signal'], categories: {} },
    features: Array.from({ length: HIGGS_FEATURES }, (_, feature) => `f${feature}`),
  };
}

/** Writes so many of them. */
export async function writeHiggsRows(folder: string, rows: number): Promise<void> {
  const random = new Random(28);
  const x = createWriteStream(join(folder, 'higgs.x'));
  const y = createWriteStream(join(folder, 'higgs.y'));
  const width = HIGGS_FEATURES;
  for (let from = 0; from < rows; from += CHUNK) {
    const count = Math.min(CHUNK, rows - from);
    const data = new Float32Array(count * width);
    const labels = new Float32Array(count);
    for (let row = 0; row < count; row++)
      labels[row] = fillHiggsRow(data.subarray(row * width, (row + 1) * width), random);
    for (const [stream, floats] of [
      [x, data],
      [y, labels],
    ] as const)
      if (!stream.write(new Uint8Array(floats.buffer))) await once(stream, 'drain');
  }
  await Promise.all([x, y].map((stream) => once(stream.end(), 'finish')));
}
