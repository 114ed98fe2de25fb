import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Batch } from '../../../../src/core/matrix.ts';
import { takeBatchRows } from '../../../../src/core/matrix.ts';
import { Random } from '../../../../src/core/random.ts';
import { csvLines, dataFile, noData } from '../../../data.ts';

/** Rows that teach, and rows that only test. */
export interface Halves {
  readonly train: Batch;
  readonly test: Batch;
}

const TEST_ROWS = { digits: 360, mnist: 2000 } as const;

/** Images of digits, their pixels from 0 to 1, in an order drawn once; the last of them test. */
export function imageRows(name: keyof typeof TEST_ROWS): Halves {
  const all = name === 'digits' ? digits() : mnist();
  const order = new Random(0).shuffle(Uint32Array.from(all.y.keys()));
  const first = order.length - TEST_ROWS[name];
  return { train: takeBatchRows(all, order.slice(0, first)), test: takeBatchRows(all, order.slice(first)) };
}

function digits(): Batch {
  const { rows } = csvLines(pathOf('digits.csv'));
  const cells = rows.map((line) => line.split(',').map(Number));
  const pixels = Float32Array.from(
    cells.flatMap((row) => row.slice(0, -1)),
    (value) => value / 16,
  );
  return batchOf(
    pixels,
    Float32Array.from(cells, (row) => row.at(-1)!),
  );
}

function mnist(): Batch {
  const read = (part: string) => gunzipSync(readFileSync(pathOf(`mnist-t10k-${part}-ubyte.gz`)));
  const pixels = Float32Array.from(read('images-idx3').subarray(16), (value) => value / 255);
  return batchOf(pixels, Float32Array.from(read('labels-idx1').subarray(8)));
}

function batchOf(data: Float32Array<ArrayBuffer>, y: Float32Array<ArrayBuffer>): Batch {
  const features = Array.from({ length: data.length / y.length }, (_, pixel) => `p${pixel}`);
  return { x: { rows: y.length, features, data }, y, weights: null };
}

function pathOf(name: string): string {
  const path = dataFile(name);
  if (!path) throw new Error(noData(name));
  return path;
}
