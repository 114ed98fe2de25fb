import { expect, test } from 'vitest';
import { MeasuredEngines } from '../../../src/compute/probe/measured-engines.ts';
import type { EnginePlace, EngineTable } from '../../../src/core/engine-table.ts';
import { timedEngine, Watch } from './timed-engine.ts';

const here: EnginePlace = { browser: 'Test 1', cores: 2, adapter: '', version: 1 };
const cost = { step: 1, million: 60, thousand: 1, values: 3 };

/** A session of the app on a device, whose shelf may have been filled by an earlier one. */
function session(shelf: { kept: unknown }, place = here) {
  const watch = new Watch();
  let opened = 0;
  const engines = new MeasuredEngines(
    {
      read: async () => shelf.kept,
      write: async (table) => void (shelf.kept = structuredClone(table)),
    },
    async () => place,
    async () => [
      {
        kind: 'reference',
        leftOut: null,
        async open() {
          opened++;
          return timedEngine('reference', cost, watch);
        },
      },
    ],
    { now: watch.now, clock: () => 5, budgetMs: 10 },
  );
  return { engines, opened: () => opened };
}

test('engines are measured once, and what was found is kept for later sessions', async () => {
  const shelf = { kept: undefined as unknown };
  const first = session(shelf);
  expect(await first.engines.ask('known')).toBeNull();
  expect(await first.engines.forTraining()).toBeNull();
  const table = await first.engines.ask('once');
  expect(table).toMatchObject({ place: here, measuredAt: 5 });
  expect(await first.engines.ask('once')).toBe(table);
  expect(await first.engines.forTraining()).toBe(table);
  expect(first.opened()).toBe(1);

  const second = session(shelf);
  expect(await second.engines.ask('once')).toEqual(table);
  expect(await second.engines.forTraining()).toEqual(table);
  expect(second.opened()).toBe(0);
  await second.engines.ask('again');
  expect(second.opened()).toBe(1);
});

test('whoever asks while engines are measured gets that table, a training as well', async () => {
  const { engines, opened } = session({ kept: undefined });
  const tables = await Promise.all([
    engines.ask('again'),
    engines.ask('once'),
    engines.ask('again'),
    engines.forTraining(),
  ]);
  expect(new Set(tables).size).toBe(1);
  expect(tables[0]).not.toBeNull();
  expect(opened()).toBe(1);
});

test.each([
  ['another version of the browser', { ...here, browser: 'Test 2' }],
  ['another graphics processor', { ...here, adapter: 'apple' }],
  ['another number of cores', { ...here, cores: 4 }],
  ['another version of the measurement', { ...here, version: 2 }],
])('the table of %s is not used', async (_, place) => {
  const shelf = { kept: undefined as unknown };
  await session(shelf).engines.ask('once');
  const other = session(shelf, place);
  expect(await other.engines.ask('known')).toBeNull();
  expect((await other.engines.ask('once'))!.place).toEqual(place);
  expect(other.opened()).toBe(1);
});

test.each<readonly [string, (table: EngineTable) => unknown]>([
  ['text', () => 'nonsense'],
  ['without rows', ({ place, measuredAt, tookMs }) => ({ place, measuredAt, tookMs })],
  ['of no rows', (table) => ({ ...table, rows: [] })],
  ['of rows without costs', (table) => ({ ...table, rows: [{ kind: 'reference', outcome: 'agreed' }] })],
  [
    'of a cost that is no number',
    (table) => ({
      ...table,
      rows: table.rows.map((row) => ({ ...row, costs: { linear: cost, network: { ...cost, step: NaN } } })),
    }),
  ],
])('a table that is %s is measured anew', async (_, broken) => {
  const shelf = { kept: undefined as unknown };
  const table = await session(shelf).engines.ask('once');
  shelf.kept = broken(table!);
  const next = session(shelf);
  expect(await next.engines.ask('known')).toBeNull();
  expect(await next.engines.ask('once')).toEqual(table);
  expect(shelf.kept).toEqual(table);
});

test('where nothing can be kept, a session measures once for itself', async () => {
  const watch = new Watch();
  const denied = () => Promise.reject(new Error('denied'));
  const engines = new MeasuredEngines(
    { read: denied, write: denied },
    async () => here,
    async () => [
      { kind: 'reference', leftOut: null, open: async () => timedEngine('reference', cost, watch) },
    ],
    { now: watch.now, clock: () => 5, budgetMs: 10 },
  );
  const table = await engines.ask('once');
  expect(table!.rows).toHaveLength(1);
  expect(await engines.ask('known')).toBe(table);
});
