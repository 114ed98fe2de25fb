import { Random } from '../../../core/random.ts';
import type { Sample } from '../../../core/reader.ts';
import { numberColumn } from './sample-columns.ts';

const FEATURES = 10;

/** The value without noise: 10 sin(pi x1 x2) + 20 (x3 - 1/2)^2 + 10 x4 + 5 x5. */
export function friedmanValue(x: readonly number[]): number {
  const [x1, x2, x3, x4, x5] = x as [number, number, number, number, number];
  return 10 * Math.sin(Math.PI * x1 * x2) + 20 * (x3 - 0.5) ** 2 + 10 * x4 + 5 * x5;
}

/** Friedman's first problem: ten features in 0..1, of which five say nothing; standard normal noise. */
export const friedman: Sample = {
  kind: 'friedman',
  title: 'Friedman #1',
  summary:
    'A number that depends on five of ten features, not in a straight line; the noise has a deviation of 1.',
  source: 'Friedman, "Multivariate adaptive regression splines", Annals of Statistics 19(1), 1991',
  target: 'y',
  defaultRows: 5000,
  isStream: false,
  changes: () => [],
  generate(rows, seed) {
    const random = new Random(seed);
    const features = Array.from({ length: FEATURES }, () => new Float64Array(rows));
    const target = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const x = features.map(() => random.uniform());
      for (const [index, value] of x.entries()) features[index]![row] = value;
      target[row] = friedmanValue(x) + random.normal();
    }
    const columns = features.map((values, index) => numberColumn(`x${index + 1}`, values));
    return { rows, columns: [...columns, numberColumn('y', target)] };
  },
};
