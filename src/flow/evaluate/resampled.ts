import type { Resampling } from '../../core/evaluation.ts';
import type { JobContext } from '../../core/progress.ts';
import { blockLengthOf } from '../../math/block-length.ts';
import { bootstrapIntervals, resamplesFor, type Interval } from '../../math/bootstrap.ts';
import { drawBlocks, drawWithin } from '../../math/resample.ts';

/** What is measured of rows, each counting as often as it was drawn. */
export type Statistics = (counts: Uint16Array) => readonly number[]; // (statistics)

/**
 * Statistics of all rows with the intervals of the bootstrap that fits how the rows came about.
 *
 * Rows that were drawn at random are drawn again one by one, within each actual class: a split keeps the classes'
 * shares as well, and no resample lacks a class (Davison & Hinkley 1997, 3.2). The values of a regression are drawn
 * from all rows: strata of the target would hold its spread fixed, of which R2 is a share, and make that interval too
 * narrow (Efron & Tibshirani 1993, 9.5: pairs). Rows in the order of time are drawn in blocks, as long as the longest
 * that the rule of Politis & White finds for the rows' losses: drawn one by one, rows that resemble their neighbours
 * would pass for more evidence than they are, and the intervals would be too narrow.
 *
 * @param input.losses what rows cost, by which the blocks' length is found // (losses, rows)
 * @param input.strata how many rows each class has; its rows lie beside each other, unless they are in the order of
 *   time. Null for a regression.
 * @param input.visits how many rows one call of `statistics` looks at.
 */
export async function resampled(input: {
  readonly rows: number;
  readonly statistics: Statistics;
  readonly losses: readonly Float64Array[];
  readonly strata: readonly number[] | null;
  readonly inOrder: boolean;
  readonly visits: number;
  readonly seed: number;
  readonly context: JobContext;
}): Promise<{
  readonly values: readonly number[];
  readonly intervals: readonly Interval[];
  readonly resampling: Resampling;
}> {
  const { rows, statistics, losses, strata, inOrder, visits, seed, context } = input;
  const resamples = resamplesFor(visits);
  const resampling: Resampling = inOrder
    ? { kind: 'block', resamples, blockLength: Math.max(...losses.map(blockLengthOf)) }
    : { kind: strata ? 'stratified' : 'plain', resamples };
  const values = statistics(new Uint16Array(rows).fill(1));
  const intervals = await bootstrapIntervals({
    rows,
    draw: resampling.kind === 'block' ? drawBlocks(resampling.blockLength) : drawWithin(strata ?? [rows]),
    statistics,
    estimates: values,
    seed,
    resamples,
    visits,
    signal: context.signal,
  });
  return { values, intervals, resampling };
}
