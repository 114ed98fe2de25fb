import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnKind } from '../../../src/core/column.ts';
import type { FileEncoding, ReadOptions } from '../../../src/core/reader.ts';
import { delimited, delimitedReader } from '../../../src/flow/collect/delimited.ts';
import { readSteps, resumeFault } from '../../checks/reading.ts';
import { encode } from './encoded.ts';

interface File {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options: ReadOptions;
  readonly sampleBytes: number;
  readonly sliceBytes: number;
  readonly chunkRows: number;
}

/** Cells of a column by their row, and what may stand against the guess later on. */
const SORTS: readonly ((row: number) => string)[] = [
  (row) => String(row * 7 - 20),
  (row) => `${row},5`,
  (row) => `1.${100 + row},25`,
  (row) => `2024-02-${10 + (row % 18)} 10:${10 + (row % 50)}:07`,
  (row) => `${1 + (row % 28)}.03.2021`,
  (row) => (row % 3 === 0 ? 'yes' : 'no'),
  (row) => 'aéß€'[row % 4]!,
  (row) => `"x;y,z ""${row}"" und mehr"`,
  (row) => `"zwei\nZeilen ${row}"`,
  (row) => (row % 2 === 0 ? '' : `k-${row}`),
];
const ODD = [
  'n/a',
  '#REF!',
  'inf',
  '1,234',
  '1.5',
  'x',
  '"é\r\n"',
  '-',
  'true',
  '2024-01-01',
  '1/2/2020',
  '漢',
];

const file: fc.Arbitrary<File> = fc
  .record({
    sorts: fc.array(fc.nat(SORTS.length - 1), { minLength: 1, maxLength: 12 }),
    rows: fc.integer({ min: 2, max: 40 }),
    odd: fc.array(fc.tuple(fc.nat(39), fc.nat(11), fc.constantFrom(...ODD)), { maxLength: 6 }),
    blank: fc.nat(9),
    delimiter: fc.constantFrom(';', '\t', '|'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    isEnded: fc.boolean(),
    mark: fc.constantFrom('', '\ufeff'),
    encoding: fc.constantFrom<FileEncoding>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
    asked: fc.dictionary(
      fc.constantFrom('c0', 'c1', 'c2'),
      fc.constantFrom<ColumnKind>('number', 'time', 'boolean', 'text', 'category'),
    ),
    isTold: fc.boolean(),
    sampleBytes: fc.integer({ min: 40, max: 400 }),
    sliceBytes: fc.integer({ min: 50, max: 900 }),
    chunkRows: fc.integer({ min: 1, max: 15 }),
  })
  .map((each) => {
    const { sorts, rows, odd, delimiter, newline, encoding } = each;
    const isWestern = encoding === 'windows-1252';
    const cells = Array.from({ length: rows }, (_, row) => sorts.map((sort) => SORTS[sort]!(row)));
    for (const [row, column, text] of odd)
      if (row < rows && column < sorts.length && !(isWestern && text === '漢')) cells[row]![column] = text;
    const lines = [sorts.map((_, column) => `c${column}`), ...cells].map((row) => row.join(delimiter));
    if (each.blank < lines.length) lines.splice(each.blank, 0, '', '');
    const text = (isWestern ? '' : each.mark) + lines.join(newline) + (each.isEnded ? newline : '');
    const told: ReadOptions = each.isTold ? { encoding } : {};
    return {
      bytes: encode(text, encoding),
      options: { kinds: each.asked, ...told },
      sampleBytes: each.sampleBytes + (each.sampleBytes % 2),
      sliceBytes: each.sliceBytes,
      chunkRows: each.chunkRows,
    };
  });

describe('reading goes on behind any chunk', () => {
  test('as if it had never been cut off: chunks, restarts, report, error', async () => {
    let resumed = 0;
    let restarts = 0;
    let errors = 0;
    const encodings = new Set<string>();
    await fc.assert(
      fc.asyncProperty(file, async ({ bytes, options, sampleBytes, sliceBytes, chunkRows }) => {
        const reader = delimitedReader({ sampleBytes, sliceBytes, chunkRows: () => chunkRows });
        const blob = new Blob([bytes]);
        const whole = await readSteps(reader, blob, options);
        for (let index = 0; index < whole.steps.length; index++) {
          expect(await resumeFault(reader, blob, options, whole, index)).toBeNull();
          resumed++;
        }
        restarts += whole.steps.filter((step) => step === 'restart').length;
        if (whole.error) errors++;
        if (whole.report?.encoding) encodings.add(whole.report.encoding);
      }),
      { numRuns: 40, seed: 7 },
    );
    // What was generated is worth its while.
    expect(resumed).toBeGreaterThan(100);
    expect(restarts).toBeGreaterThan(5);
    expect(errors).toBeGreaterThan(0);
    expect(encodings.size).toBe(4);
  });

  test('of a file that is not UTF-8 as its head was, after the kinds were guessed anew', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, row) => `${row === 50 ? 'odd' : row};${row === 40 ? 'é' : 'e'}`,
    );
    const bytes = encode(`n;c\n${rows.join('\n')}\n`, 'windows-1252');
    const reader = delimitedReader({ sampleBytes: 60, sliceBytes: 64, chunkRows: () => 7 });
    const blob = new Blob([bytes]);
    const whole = await readSteps(reader, blob);
    expect(whole.report).toMatchObject({
      encoding: 'windows-1252',
      rows: 60,
      unreadable: [{ column: 'n', count: 1 }],
    });
    expect(whole.steps.filter((step) => step === 'restart')).toHaveLength(2);
    for (let index = 0; index < whole.steps.length; index++)
      expect(await resumeFault(reader, blob, {}, whole, index)).toBeNull();
  });

  test('a position tells of the cells before it, and takes no room for columns that have nothing to tell', async () => {
    const reader = delimitedReader({ sampleBytes: 1000, sliceBytes: 1000, chunkRows: () => 3 });
    const text = 'é,b,c\n1,x,1\n#N/A,y,2\n3,x,3\n\n4,x,4\n';
    const { steps } = await readSteps(reader, new Blob([text]), { kinds: { b: 'number' } });
    const found = { encoding: 'utf-8', offset: 0, isTold: false, note: null };
    const before = { size: 35, columns: 3, found, widened: [] };
    expect(steps.map((step) => step !== 'restart' && step.position)).toEqual([
      {
        ...before,
        offset: 28,
        line: 5,
        rows: 3,
        tallies: [
          [0, { missing: 1, errors: { count: 1, firstText: '#N/A', firstLine: 3 } }],
          [1, { missing: 0, misfits: { count: 3, firstText: 'x', firstLine: 2 } }],
        ],
      },
      {
        ...before,
        offset: 35,
        line: 7,
        rows: 4,
        tallies: [
          [0, { missing: 1, errors: { count: 1, firstText: '#N/A', firstLine: 3 } }],
          [1, { missing: 0, misfits: { count: 4, firstText: 'x', firstLine: 2 } }],
        ],
      },
    ]);
  });
});

describe('a position in another file is refused in a sentence', () => {
  const take = async (text: string) => {
    const [step] = (await readSteps(delimited, new Blob([text]))).steps;
    if (!step || step === 'restart') throw new Error('nothing was read');
    return step.position;
  };

  test('a shorter one', async () => {
    const { error } = await readSteps(delimited, new Blob(['a,b\n1,2\n']), {}, await take('a,b\n1,2\n3,4\n'));
    expect(error).toMatchObject({
      code: 'position',
      stage: 'collect',
      message:
        'reading was to go on with byte 12 of 12, but the file has 8 bytes: choose the file that was begun with, or read this one from its start',
    });
  });

  test('one with other columns', async () => {
    const { error } = await readSteps(delimited, new Blob(['a,b\n1,2\n']), {}, await take('abc\n1.2\n'));
    expect(error).toMatchObject({
      code: 'position',
      message:
        'reading was to go on with rows of 1 cell, but the file has rows of 2 cells: choose the file that was begun with, or read this one from its start',
    });
  });
});
