import type { Comparison } from '../../core/evaluation.ts';
import type { Task } from '../../core/schema.ts';
import type { Interval } from '../../math/bootstrap.ts';
import { normalQuantile } from '../../math/distributions.ts';
import { meanInterval, meanIntervalInOrder } from '../../math/mean-interval.ts';
import { Moments } from '../../math/moments.ts';

/**
 * Champion and challenger on the same rows, which neither has learnt: row losses, their difference with its paired 95 %
 * t interval, and on how many rows either did better.
 *
 * Where rows can't tell, the interval says so. Under two rows it is all that is possible: [-1, 1] for error rates,
 * [-Infinity, Infinity] for errors; without rows the losses are NaN and the difference 0. Where all rows differ alike
 * (often: not at all) the t interval has no width; for error rates the interval of Bonett & Price (2012), which is
 * never empty, takes its place; for absolute errors the width stays 0.
 *
 * @param championLosses of each row, as `rowLosses` tells them // (rows)
 * @param challengerLosses of the same rows // (rows)
 * @param inOrder whether the rows follow each other in time: where the differences of neighbours are alike, the interval
 *   is of blocks of them, and wider.
 * @example
 * compare('binary', Float64Array.of(1, 0, 1, 1), Float64Array.of(0, 0, 0, 1)).difference // -0.5
 */
export function compare(
  task: Task,
  championLosses: Float64Array,
  challengerLosses: Float64Array,
  inOrder = false,
): Comparison {
  const rows = championLosses.length;
  const [champion, challenger, differences] = [new Moments(), new Moments(), new Moments()];
  const ordered = new Float64Array(inOrder ? rows : 0);
  let [wins, losses] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const difference = challengerLosses[row]! - championLosses[row]!;
    champion.add(championLosses[row]!);
    challenger.add(challengerLosses[row]!);
    differences.add(difference);
    if (inOrder) ordered[row] = difference;
    if (difference < 0) wins++;
    if (difference > 0) losses++;
  }
  const widest = task === 'regression' ? Infinity : 1;
  const [low, high] = interval(task, differences, ordered, wins, losses);
  return {
    rows,
    loss: task === 'regression' ? 'absolute-error' : 'error-rate',
    champion: champion.mean,
    challenger: challenger.mean,
    difference: rows === 0 ? 0 : differences.mean,
    low: Math.max(low, -widest),
    high: Math.min(high, widest),
    wins,
    losses,
    ties: rows - wins - losses,
  };
}

/** `ordered`: the differences in the order of time; empty where they have none. */
function interval(
  task: Task,
  differences: Moments,
  ordered: Float64Array,
  wins: number,
  losses: number,
): Interval {
  const { count, mean, variance } = differences;
  if (variance > 0 && ordered.length > 0) return meanIntervalInOrder(ordered);
  if (count < 2 || variance > 0 || task === 'regression') return meanInterval(differences);
  const [lost, won] = [(losses + 1) / (count + 2), (wins + 1) / (count + 2)];
  const centre = lost - won;
  const margin = normalQuantile(0.975) * Math.sqrt((lost + won - centre ** 2) / (count + 2));
  return [Math.min(mean, centre - margin), Math.max(mean, centre + margin)];
}
