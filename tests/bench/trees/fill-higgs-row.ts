import type { Random } from '../../../src/core/random.ts';
import { logistic } from '../../../src/math/dense.ts';

const MEASURED = 21;
const DERIVED = 7;
export const HIGGS_FEATURES = MEASURED + DERIVED;

/**
 * A row of the shape of HIGGS (Baldi, Sadowski & Whiteson 2014): 21 measured features (momenta, directions, tags of three values) and seven functions of
 * them, none of which tells the class alone; the class is drawn by a chance that depends on their products and ratios.
 *
 * The measured ones are five objects of momentum, two directions and (but the first) a tag, then what is left over.
 *
 * @returns the class
 */
export function fillHiggsRow(row: Float32Array, random: Random): number {
  for (let object = 0; object < 5; object++) {
    const at = 4 * object;
    row[at] = Math.exp(0.5 * random.normal());
    row[at + 1] = random.normal();
    row[at + 2] = Math.PI * (2 * random.uniform() - 1);
    row[at + 3] = object === 0 ? random.normal() : random.below(3);
  }
  row[20] = Math.exp(0.4 * random.normal());
  for (let i = 0; i < DERIVED; i++) {
    const [a, b] = [4 * (i % 5), 4 * ((i + 1 + (i >> 2)) % 5)];
    const angle = Math.cosh(row[a + 1]! - row[b + 1]!) - Math.cos(row[a + 2]! - row[b + 2]!);
    row[MEASURED + i] = Math.sqrt(2 * row[a]! * row[b]! * angle) * Math.exp(0.1 * random.normal());
  }
  const [m1, m2, m3, m4] = [row[21]!, row[22]!, row[23]!, row[24]!];
  const score =
    1.2 * Math.exp(-((m1 - 1.2) ** 2)) -
    0.9 * Math.tanh(m2 - m3) +
    (0.7 * row[0]! * (row[7]! - 1)) / (1 + row[4]!) +
    0.6 * Math.sin(row[2]! + row[6]!) * (row[11]! > 0 ? 1 : -1) -
    0.5 * Math.abs(row[1]! * row[5]!) +
    0.4 * Math.log1p(m4) -
    0.3 * row[20];
  return random.uniform() < logistic(1.5 * score) ? 1 : 0;
}
