import { PerennialError } from '../../../core/errors.ts';
import type { JobWatch } from '../../../core/progress.ts';
import { bootstrapIntervals } from '../../../math/bootstrap.ts';
import { drawWithin } from '../../../math/resample.ts';

/** A stream that was watched: all in rows, counted from 0. */
export interface WatchedStream {
  readonly rows: number;
  /** Where something has truly changed, ascending. */
  readonly changes: readonly number[];
  /** Where an alarm was raised, ascending. */
  readonly alarms: readonly number[];
}

/** With 95 % interval over streams; a value is NaN where nothing is known of it: no alarm, no change, none noticed. */
export interface AlarmFigure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface AlarmQuality {
  /** Of the alarms, the share that told of a change. */
  readonly precision: AlarmFigure;
  /** Of the changes, the share that was noticed. */
  readonly recall: AlarmFigure;
  /** Rows from a change to its alarm, over those noticed. */
  readonly meanDelay: AlarmFigure;
  /** Alarms that told of no change, in 10,000 rows. */
  readonly falseAlarms: AlarmFigure;
}

/**
 * How good alarms are, against the changes that are known: the first alarm after a change and before the next one has noticed it, where it comes in time; all others are false.
 *
 * Delay and recall belong together: a detector that misses what is hard has a short delay. Intervals come from drawing the streams anew (1,000 times).
 *
 * Source: Bifet, Read, Pfahringer, Holmes & Žliobaitė, "CD-MOA: Change detection framework for massive online analysis", IDA 2013.
 *
 * @param options.inTime rows within which an alarm counts for its change; without an end by default.
 * @throws PerennialError `alarms` without streams, or where rows are not ascending whole numbers within their stream.
 * @example
 * const quality = await alarmQuality([{ rows: 1000, changes: [500], alarms: [200, 520] }]);
 * quality.precision.value // 0.5
 * quality.meanDelay.value // 20
 * quality.falseAlarms.value // 10
 */
export async function alarmQuality(
  streams: readonly WatchedStream[],
  options: { readonly inTime?: number; readonly seed?: number; readonly signal?: JobWatch['signal'] } = {},
): Promise<AlarmQuality> {
  const { inTime = Infinity, seed = 1, signal = new AbortController().signal } = options;
  refuse(streams);
  const tallies = streams.map((stream) => tally(stream, inTime));
  const statistics = (counts: Uint16Array): number[] => {
    const sum = (of: (each: Tally) => number) =>
      tallies.reduce((all, each, stream) => all + counts[stream]! * of(each), 0);
    const noticed = sum((each) => each.noticed);
    const alarms = sum((each) => each.alarms);
    return [
      noticed / alarms,
      noticed / sum((each) => each.changes),
      sum((each) => each.delays) / noticed,
      (10_000 * (alarms - noticed)) / sum((each) => each.rows),
    ];
  };
  const estimates = statistics(new Uint16Array(streams.length).fill(1));
  const intervals = await bootstrapIntervals({
    rows: streams.length,
    draw: drawWithin([streams.length]),
    statistics,
    estimates,
    seed,
    resamples: 1000,
    visits: streams.length,
    signal,
  });
  const figure = (i: number): AlarmFigure => ({
    value: estimates[i]!,
    low: intervals[i]![0],
    high: intervals[i]![1],
  });
  return { precision: figure(0), recall: figure(1), meanDelay: figure(2), falseAlarms: figure(3) };
}

interface Tally {
  readonly rows: number;
  readonly changes: number;
  readonly alarms: number;
  readonly noticed: number;
  /** Of those noticed, together. */
  readonly delays: number;
}

function tally({ rows, changes, alarms }: WatchedStream, inTime: number): Tally {
  let [noticed, delays] = [0, 0];
  for (const [i, change] of changes.entries()) {
    const end = Math.min(changes[i + 1] ?? rows, change + inTime);
    const alarm = alarms.find((row) => row >= change && row < end);
    if (alarm === undefined) continue;
    noticed++;
    delays += alarm - change;
  }
  return { rows, changes: changes.length, alarms: alarms.length, noticed, delays };
}

function refuse(streams: readonly WatchedStream[]): void {
  const isAscending = (rows: readonly number[], end: number) =>
    rows.every((row, i) => Number.isInteger(row) && row >= 0 && row < end && (i === 0 || row > rows[i - 1]!));
  const wrong = streams.findIndex(
    ({ rows, changes, alarms }) => !isAscending(changes, rows) || !isAscending(alarms, rows),
  );
  if (streams.length > 0 && wrong === -1) return;
  throw new PerennialError(
    'alarms',
    wrong === -1
      ? 'the quality of alarms needs one stream at least; there is none'
      : `stream ${wrong} has changes or alarms that are not ascending rows from 0 up to ${streams[wrong]!.rows}`,
    { stage: 'monitor' },
  );
}
