import type { DetectorKind } from '../../../../src/core/detector.ts';
import { Random } from '../../../../src/core/random.ts';
import { alarmQuality, type WatchedStream } from '../../../../src/flow/monitor/harness/alarm-quality.ts';
import { catalog } from '../../../../src/workspace/catalog.ts';
import { alarmsOf } from '../../../checks/detector.ts';
import { riverDetectors } from '../../../checks/river-detectors.ts';
import river from '../../../reference/detectors.json' with { type: 'json' };
import { rowOf, type Row } from '../../results.ts';

const SEEDS = 100;
const ROWS_BEFORE = 2000;
const ROWS_AFTER = 3000;
const STILL_ROWS = 10_000;

/** The share of errors before and after: a rise that doubles it, one of few rows, and one that nobody would miss. */
const scenarios = [
  { name: '20-to-40', before: 0.2, after: 0.4 },
  { name: '10-to-20', before: 0.1, after: 0.2 },
  { name: '5-to-50', before: 0.05, after: 0.5 },
];

/** Those that a row of a live model may pass through; ADWIN and KSWIN, which keep windows, apart. */
const quick = ['hddm-a', 'hddm-w', 'ddm', 'page-hinkley'] as const;
const TIMED_ROWS = 500_000;

/**
 * How soon every detector notices a rise of 0/1 errors, and how often it sounds where nothing rises; whether it sounds where River's does,
 * and how long it takes.
 */
export async function detectors(): Promise<Row[]> {
  const rows: Row[] = [mismatches(), ...(await speed())];
  for (const [name, load] of Object.entries(catalog.detectors)) {
    const kind: DetectorKind = await load();
    const driftsOf = (stream: readonly number[]): number[] => {
      const detector = kind.create(kind.defaults);
      return [...stream.keys()].filter((row) => detector.update(stream[row]!) === 'drift');
    };
    for (const { name: scenario, before, after } of scenarios) {
      const risen: WatchedStream[] = [];
      const still: WatchedStream[] = [];
      for (let seed = 0; seed < SEEDS; seed++) {
        const stream = [...errors(before, ROWS_BEFORE, seed), ...errors(after, ROWS_AFTER, 10_000 + seed)];
        risen.push({ rows: stream.length, changes: [ROWS_BEFORE], alarms: driftsOf(stream) });
        still.push({
          rows: STILL_ROWS,
          changes: [],
          alarms: driftsOf(errors(before, STILL_ROWS, 20_000 + seed)),
        });
      }
      const { meanDelay, recall } = await alarmQuality(risen);
      const { falseAlarms } = await alarmQuality(still);
      rows.push(
        figureRow(
          `detector.${name}.${scenario}.delay`,
          meanDelay,
          'rows',
          `; ${(100 * recall.value).toFixed(0)} % noticed`,
        ),
        figureRow(`detector.${name}.${scenario}.false-alarms`, falseAlarms, 'in 10,000 rows'),
      );
    }
  }
  return rows;
}

/** Streams on which a detector sounds at other rows than River's. */
function mismatches(): Row {
  let wrong = 0;
  for (const { rows, ones, alarms } of river.streams) {
    const stream = new Array<number>(rows).fill(0);
    for (const row of ones) stream[row] = 1;
    for (const [name, begin] of Object.entries(riverDetectors)) {
      const found = alarmsOf(begin(), stream);
      const drifts = [...found.keys()].filter((row) => found[row] === 'drift');
      if (drifts.join() !== alarms[name as keyof typeof alarms].drifts.join()) wrong++;
    }
  }
  const count = river.streams.length;
  const note = `${count} streams, ${Object.keys(riverDetectors).length} detectors, River ${river.river}`;
  return rowOf('detector.mismatches', [wrong], 'streams', '<= 0', note);
}

/** The slowest of the quick ones, by the processor's time. */
async function speed(): Promise<Row[]> {
  const stream = errors(0.2, TIMED_ROWS, 1);
  const found: { readonly name: string; readonly runs: readonly number[] }[] = [];
  for (const name of quick) {
    const kind: DetectorKind = await catalog.detectors[name]();
    const runs = Array.from({ length: 7 }, () => {
      const detector = kind.create(kind.defaults);
      const { user } = process.cpuUsage();
      for (const value of stream) detector.update(value);
      return (process.cpuUsage().user - user) / TIMED_ROWS;
    });
    found.push({ name, runs: runs.slice(2) });
  }
  const slowest = found
    .map(({ name, runs }) => rowOf(name, runs, 'us', ''))
    .sort((a, b) => b.value - a.value)[0]!;
  const theirs = Math.max(...quick.map((name) => river.microseconds[name]));
  return [
    rowOf(
      'speed.detector.us',
      slowest.runs,
      'us',
      '<= 0.2',
      `${slowest.id}, the slowest of ${quick.join(', ')}`,
    ),
    rowOf(
      'speed.detector.us.river',
      [theirs],
      'us',
      'reported',
      `River ${river.river}, the slowest of the same`,
    ),
  ];
}

function figureRow(
  id: string,
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  unit: string,
  more = '',
): Row {
  const note = `${low.toPrecision(3)} to ${high.toPrecision(3)} (95 %, ${SEEDS} seeds)${more}`;
  return { id, value, unit, runs: [value], goal: 'reported', note };
}

function errors(share: number, rows: number, seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: rows }, () => (random.uniform() < share ? 1 : 0));
}
