import { chiSquaredTail } from './chi-squared.ts';
import { type PairedCounts, totalOf } from './contingency.ts';

/**
 * The distance of Jensen and Shannon between the shares of two samples: the square root of the mean divergence of each from their
 * middle (Lin 1991; Endres & Schindelin 2003), in nats. 0 where they are the same, sqrt(ln 2) = .83 where they have nothing in common.
 *
 * @example
 * jensenShannonDistance({ reference: [30, 20, 50], window: [25, 30, 45] }) // 0.0826...
 */
export function jensenShannonDistance({ reference, window }: PairedCounts): number {
  const [rows, others] = [totalOf(reference), totalOf(window)];
  let sum = 0;
  for (const [thing, count] of reference.entries()) {
    const [p, q] = [count / rows, window[thing]! / others];
    const middle = (p + q) / 2;
    if (p > 0) sum += p * Math.log(p / middle);
    if (q > 0) sum += q * Math.log(q / middle);
  }
  return Math.sqrt(Math.max(0, sum / 2));
}

/**
 * The population stability index: the sum over things of the difference of their shares times that of their logarithms, which is the divergence of
 * Kullback and Leibler one way plus the other (Jeffreys 1946; Siddiqi 2006). Where a thing came in one sample alone, half a row of each thing is
 * added to either, since the index would be infinite.
 *
 * @example
 * stabilityIndex({ reference: [30, 20, 50], window: [25, 30, 45] }) // 0.0549...
 */
export function stabilityIndex({ reference, window }: PairedCounts): number {
  const things = [...reference.keys()].filter((thing) => reference[thing]! + window[thing]! > 0);
  const added = things.some((thing) => reference[thing] === 0 || window[thing] === 0) ? 0.5 : 0;
  const rows = totalOf(reference) + added * things.length;
  const others = totalOf(window) + added * things.length;
  return things.reduce((sum, thing) => {
    const [p, q] = [(reference[thing]! + added) / rows, (window[thing]! + added) / others];
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/**
 * The chance of a divergence as large where both samples are of one distribution. Close to it, every divergence is a multiple of the sum over things of
 * (p - q)^2 / p, of which that sum divided by 1/n + 1/m is distributed as chi-squared with one degree of freedom less than there are things: once for the
 * stability index (Yurdakul & Naranjo 2020), an eighth of it for the square of Jensen and Shannon's distance.
 *
 * @param squares the stability index, or eight times the squared distance of Jensen and Shannon.
 * @example
 * divergencePValue(0.0549, { reference: [30, 20, 50], window: [25, 30, 45] }) // 0.2534...
 */
export function divergencePValue(squares: number, { reference, window }: PairedCounts): number {
  const things = reference.filter((count, thing) => count + window[thing]! > 0).length;
  if (things < 2) return 1;
  return chiSquaredTail(squares / (1 / totalOf(reference) + 1 / totalOf(window)), things - 1);
}
