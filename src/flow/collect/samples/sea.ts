import { Random } from '../../../core/random.ts';
import type { Sample } from '../../../core/reader.ts';
import { categoryColumn, numberColumn, quarterOf, quarterStarts } from './sample-columns.ts';

/** The threshold of each quarter. */
export const SEA_THRESHOLDS = [8, 9, 7, 9.5] as const;
const NOISE = 0.1;

/** Class 1 where the first two features sum to at most the threshold; the third one says nothing. */
export function seaClass(x1: number, x2: number, threshold: number): '0' | '1' {
  return x1 + x2 <= threshold ? '1' : '0';
}

/** SEA concepts: three features in 0..10, an abrupt change of the threshold every quarter, 10 % of the labels flipped. */
export const sea: Sample = {
  kind: 'sea',
  title: 'SEA concepts',
  summary:
    'Two classes; the rule that separates them changes abruptly three times; one label in ten is wrong.',
  source: 'Street & Kim, "A streaming ensemble algorithm (SEA) for large-scale classification", KDD 2001',
  target: 'class',
  defaultRows: 20000,
  isStream: true,
  changes: quarterStarts,
  generate(rows, seed) {
    const random = new Random(seed);
    const features = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)] as const;
    const labels: string[] = [];
    for (let row = 0; row < rows; row++) {
      for (const feature of features) feature[row] = 10 * random.uniform();
      const label = seaClass(features[0][row]!, features[1][row]!, SEA_THRESHOLDS[quarterOf(row, rows)]!);
      const isFlipped = random.uniform() < NOISE;
      labels.push(isFlipped ? (label === '1' ? '0' : '1') : label);
    }
    const columns = features.map((values, index) => numberColumn(`x${index + 1}`, values));
    return { rows, columns: [...columns, categoryColumn('class', labels)] };
  },
};
