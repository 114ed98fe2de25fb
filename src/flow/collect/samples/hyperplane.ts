import { Random } from '../../../core/random.ts';
import type { Sample } from '../../../core/reader.ts';
import { categoryColumn, numberColumn } from './sample-columns.ts';

const FEATURES = 10;
/** How many weights move, how far at each row, how often they turn round, and how many labels are flipped. */
const DRIFTING = 5;
const STEP = 0.001;
const TURN = 0.1;
const NOISE = 0.05;

/** Class 1 on and above the hyperplane through the middle of the unit cube. */
export function hyperplaneClass(weights: readonly number[], x: readonly number[]): '0' | '1' {
  const sum = weights.reduce((total, weight, index) => total + weight * x[index]!, 0);
  const middle = weights.reduce((total, weight) => total + weight, 0) / 2;
  return sum >= middle ? '1' : '0';
}

/**
 * A hyperplane that turns slowly: ten features in 0..1; the weights of five of them move by 0.001 a row and turn round
 * with probability 0.1 (the generator's `magChange` and `sigma` in MOA); 5 % of the labels are flipped.
 */
export const hyperplane: Sample = {
  kind: 'hyperplane',
  title: 'Rotating hyperplane',
  summary:
    'Two classes on either side of a plane that turns a little with every row; one label in twenty is wrong.',
  source: 'Hulten, Spencer & Domingos, "Mining time-changing data streams", KDD 2001',
  target: 'class',
  defaultRows: 20000,
  isStream: true,
  changes: () => [],
  generate(rows, seed) {
    const random = new Random(seed);
    const weights = Array.from({ length: FEATURES }, () => random.uniform());
    const directions = Array.from({ length: DRIFTING }, () => 1);
    const features = Array.from({ length: FEATURES }, () => new Float64Array(rows));
    const labels: string[] = [];
    for (let row = 0; row < rows; row++) {
      const x = weights.map(() => random.uniform());
      for (const [index, value] of x.entries()) features[index]![row] = value;
      const label = hyperplaneClass(weights, x);
      const isFlipped = random.uniform() < NOISE;
      labels.push(isFlipped ? (label === '1' ? '0' : '1') : label);
      for (let index = 0; index < DRIFTING; index++) {
        weights[index]! += directions[index]! * STEP;
        if (random.uniform() < TURN) directions[index]! *= -1;
      }
    }
    const columns = features.map((values, index) => numberColumn(`x${index + 1}`, values));
    return { rows, columns: [...columns, categoryColumn('class', labels)] };
  },
};
