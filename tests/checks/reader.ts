import { describe, expect, test } from 'vitest';
import { MISSING_BOOLEAN, MISSING_CODE } from '../../src/core/column.ts';
import { PerennialError } from '../../src/core/errors.ts';
import { CHUNK_ROWS, chunkRows, type Reader } from '../../src/core/reader.ts';
import type { Table } from '../../src/core/table.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { contextOf, readAll, readSteps, resumeFault } from './reading.ts';

/** How the checks write a file of each format. */
const WRITERS: Readonly<Record<string, (table: Table) => Blob>> = {
  csv: (table) => new Blob([csvText(table, { header: true })]),
};

/** What every reader promises, whatever its format. */
export function checkReader(reader: Reader): void {
  const write = WRITERS[reader.format];
  if (!write) throw new Error(`tests/checks/reader.ts cannot write the format "${reader.format}" yet`);

  describe(`reader ${reader.format}`, () => {
    test('names its files', () => {
      expect(reader.title).not.toBe('');
      expect(reader.extensions.length).toBeGreaterThan(0);
      for (const extension of reader.extensions) expect(extension).toMatch(/^\.[a-z0-9]+$/);
    });

    test('reads back a table of every kind', async () => {
      const kinds = Object.fromEntries(SMALL.columns.map((column) => [column.name, column.kind]));
      const { table, report } = await readAll(reader, write(SMALL), { kinds });
      expect(table).toEqual(SMALL);
      expect(report).toMatchObject({ format: reader.format, rows: SMALL.rows, unreadable: [] });
    });

    test('writes chunks that are alike and not too long, in file order', async () => {
      const rows = CHUNK_ROWS + 10;
      const { chunks, table, report } = await readAll(reader, write(manyRows(rows)));
      expect(chunks.map((chunk) => chunk.rows)).toEqual([CHUNK_ROWS, 10]);
      for (const chunk of chunks)
        expect(chunk.columns.map(({ name, kind }) => [name, kind])).toEqual([
          ['row', 'number'],
          ['label', 'category'],
        ]);
      expect(table).toEqual(manyRows(rows));
      expect(report.rows).toBe(rows);
    });

    test('keeps the chunks of a wide file at a million cells', async () => {
      const columns = 6000;
      const rows = 2 * chunkRows(columns) + 1;
      const table: Table = {
        rows,
        columns: Array.from({ length: columns }, (_, index) => ({
          kind: 'number',
          name: `c${index}`,
          values: Float64Array.from({ length: rows }, (_, row) => (row * index) % 10),
        })),
      };
      const file = write(table);
      const whole = await readSteps(reader, file);
      expect(whole.steps.map((step) => step !== 'restart' && step.chunk.rows)).toEqual([174, 174, 1]);
      expect(await resumeFault(reader, file, {}, whole, 1)).toBeNull();
    });

    test('goes on behind any chunk, after a restart as well, and ends as if it had not been cut off', async () => {
      const rows = CHUNK_ROWS + 10;
      const { columns } = manyRows(rows);
      const dictionary = Array.from({ length: rows }, (_, row) => (row === rows - 1 ? 'odd' : String(row)));
      const values = Uint32Array.from(dictionary, (_, row) => row);
      const file = write({
        rows,
        columns: [...columns, { kind: 'category', name: 'late', values, dictionary }, wide(rows)],
      });
      const whole = await readSteps(reader, file);
      expect(whole.steps.map((step) => (step === 'restart' ? step : step.chunk.rows))).toEqual([
        CHUNK_ROWS,
        'restart',
        CHUNK_ROWS,
        10,
      ]);
      for (const index of whole.steps.keys())
        expect(await resumeFault(reader, file, {}, whole, index)).toBeNull();
      const [first] = whole.steps;
      const { error } = await readSteps(
        reader,
        write(SMALL),
        {},
        (first as Exclude<typeof first, 'restart' | undefined>).position,
      );
      expect(error).toMatchObject({ code: 'position', stage: 'collect' });
    });

    test('begins again when a late cell contradicts its guess, and loses nothing', async () => {
      const many = manyRows(40000);
      const labels = Array.from({ length: many.rows }, (_, row) =>
        row === many.rows - 2 ? 'odd' : String(row % 7),
      );
      const dictionary = [...new Set(labels)];
      const values = Uint32Array.from(labels, (label) => dictionary.indexOf(label));
      const late: Table = {
        rows: many.rows,
        columns: [many.columns[0]!, { kind: 'category', name: 'late', values, dictionary }],
      };
      const padded: Table = { ...late, columns: [...late.columns, wide(many.rows)] };
      const { restarts, table, report } = await readAll(reader, write(padded));
      expect(restarts).toBe(1);
      expect(table.columns.slice(0, 2)).toEqual(late.columns);
      expect(report.unreadable).toMatchObject([{ column: 'late', count: 1, firstText: 'odd' }]);
    });

    test('reads cells that do not fit a kind asked for as missing, and counts them', async () => {
      const { table, report, restarts } = await readAll(reader, write(SMALL), { kinds: { c: 'number' } });
      expect(restarts).toBe(0);
      expect(table.columns[3]).toEqual({
        kind: 'number',
        name: 'c',
        values: new Float64Array([NaN, NaN, NaN, NaN]),
      });
      expect(report.unreadable).toMatchObject([{ column: 'c', count: 3, firstText: 'red' }]);
    });

    test('says how far it is, in bytes up to the size of the file', async () => {
      const file = write({ rows: 60000, columns: [...manyRows(60000).columns, wide(60000)] });
      const { progress } = await readAll(reader, file);
      const done = progress.map((each) => each.done);
      expect(progress.every((each) => each.total === file.size && each.unit === 'bytes')).toBe(true);
      expect(done).toEqual(done.toSorted((a, b) => a - b));
      expect(done.at(-1)).toBe(file.size);
      expect(done.length).toBeGreaterThan(2);
    });

    test('lets others in while it reads', async () => {
      const file = write({ rows: 60000, columns: [...manyRows(60000).columns, wide(60000)] });
      let turns = 0;
      let isReading = true;
      const turn = () => {
        turns++;
        if (isReading) setImmediate(turn);
      };
      setImmediate(turn);
      await readAll(reader, file);
      isReading = false;
      expect(turns).toBeGreaterThan(file.size / 1e6);
    });

    test('stops when it is cancelled, before and while it reads, and writes nothing afterwards', async () => {
      const file = write(manyRows(3 * CHUNK_ROWS));
      for (const writes of [0, 1]) {
        const controller = new AbortController();
        let written = 0;
        const sink = {
          write: async () => {
            if (++written === writes) controller.abort();
          },
          restart: async () => {},
        };
        if (writes === 0) controller.abort();
        await expect(reader.read(file, {}, sink, contextOf(controller.signal))).rejects.toMatchObject({
          code: 'cancelled',
        });
        expect(written).toBe(writes);
      }
    });

    test('passes on what goes wrong where it writes to', async () => {
      const sink = { write: () => Promise.reject(new Error('disk full')), restart: async () => {} };
      const { signal } = new AbortController();
      await expect(reader.read(write(SMALL), {}, sink, contextOf(signal))).rejects.toThrow('disk full');
    });

    test('refuses an empty and a binary file in a sentence', async () => {
      for (const file of [new Blob([]), new Blob([new Uint8Array([80, 75, 3, 4, 0, 0, 8, 0])])]) {
        const error: unknown = await readAll(reader, file).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(PerennialError);
        expect(error).toMatchObject({ stage: 'collect' });
      }
    });
  });
}

const SMALL: Table = {
  rows: 4,
  columns: [
    { kind: 'number', name: 'n', values: new Float64Array([1.5, NaN, -3e-9, 1e21]) },
    { kind: 'time', name: 't', values: new Float64Array([0, 1.7e12 + 1, NaN, -1]) },
    { kind: 'boolean', name: 'b', values: new Uint8Array([1, 0, MISSING_BOOLEAN, 1]) },
    {
      kind: 'category',
      name: 'c',
      values: new Uint32Array([0, 1, MISSING_CODE, 0]),
      dictionary: ['red', 'dark "blue", or so'],
    },
    {
      kind: 'text',
      name: 'x',
      values: new Uint32Array([0, 1, 2, MISSING_CODE]),
      dictionary: ['two\nlines', 'schöne Grüße', 'a|b;c\td'],
    },
    {
      kind: 'identifier',
      name: 'i',
      values: new Uint32Array([0, 1, 2, 3]),
      dictionary: ['k1', 'k2', 'k3', '007'],
    },
  ],
};

function manyRows(rows: number): Table {
  return {
    rows,
    columns: [
      { kind: 'number', name: 'row', values: Float64Array.from({ length: rows }, (_, row) => row / 8) },
      {
        kind: 'category',
        name: 'label',
        values: Uint32Array.from({ length: rows }, (_, row) => row % 3),
        dictionary: ['a', 'b', 'c'],
      },
    ],
  };
}

/** A column that makes a file long: more than what a reader looks at before it guesses. */
function wide(rows: number): Table['columns'][number] {
  const label = 'much the same words in every row of this column';
  return { kind: 'category', name: 'wide', values: new Uint32Array(rows), dictionary: [label] };
}
