import type { DetectorKind } from '../../../../src/core/detector.ts';
import { Random } from '../../../../src/core/random.ts';
import { alarmQuality, type WatchedStream } from '../../../../src/flow/monitor/harness/alarm-quality.ts';
import { catalog } from '../../../../src/workspace/catalog.ts';
import type { Row } from '../../results.ts';

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

/** How soon every detector notices a rise of 0/1 errors, and how often it sounds where nothing rises. */
export async function detectors(): Promise<Row[]> {
  const rows: Row[] = [];
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
