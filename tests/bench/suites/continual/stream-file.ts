import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { csvLines, dataFile, noData } from '../../../data.ts';
import type { ClassStream } from '../../continual/prequential.ts';

/** Files of streams by the names under which figures about them are known. */
export const streamFiles: Readonly<Record<string, string>> = {
  elec2: 'elec2.csv',
  phishing: 'phishing.csv',
  sea: 'sea.csv',
  agrawal: 'agrawal_abrupt.csv',
  hyperplane: 'hyperplane_gradual.csv',
  segment: 'segment.csv',
};

/** Its last column is the label, the others are numbers; the classes are in the order of their names. */
export function readStream(file: string): ClassStream {
  const { header, rows } = csvLines(pathOf(file));
  const inputs = header.split(',').length - 1;
  const cells = rows.map((line) => line.split(','));
  const labels = [...new Set(cells.map((row) => row[inputs]!))].sort();
  return {
    x: Float32Array.from(cells.flatMap((row) => row.slice(0, inputs).map(Number))),
    y: Float32Array.from(cells, (row) => labels.indexOf(row[inputs]!)),
    inputs,
    classes: labels.length,
  };
}

/** The 10,000 test digits of MNIST, pixels from 0 to 1. */
export function readMnist(): ClassStream {
  const bytes = (name: string) => gunzipSync(readFileSync(pathOf(name)));
  const images = bytes('mnist-t10k-images-idx3-ubyte.gz').subarray(16);
  const labels = bytes('mnist-t10k-labels-idx1-ubyte.gz').subarray(8);
  return {
    x: Float32Array.from(images, (pixel) => pixel / 255),
    y: Float32Array.from(labels),
    inputs: 784,
    classes: 10,
  };
}

function pathOf(name: string): string {
  const path = dataFile(name);
  if (!path) throw new Error(noData(name));
  return path;
}
