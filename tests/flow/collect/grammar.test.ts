import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { cellAt } from '../../../src/core/column.ts';
import { PerennialError } from '../../../src/core/errors.ts';
import { BlockCutter } from '../../../src/flow/collect/block-cutter.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';
import type { Delimiter, Dialect } from '../../../src/flow/collect/dialect.ts';
import { readAll } from '../../checks/reading.ts';

/** RFC 4180 letter by letter: rows with their lines, or null where the text breaks the rules. */
function slowly(text: string, delimiter: string): { rows: string[][]; lines: number[] } | null {
  const rows: string[][] = [];
  const lines: number[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const row: string[] = [];
    const first = line;
    const isBlank = /^\r?\n/.test(text.slice(at));
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        at++;
        for (;;) {
          if (at >= text.length) return null;
          if (text[at] === '"' && text[at + 1] === '"') at++;
          else if (text[at] === '"') break;
          if (text[at] === '\n') line++;
          cell += text[at++];
        }
        at++;
        if (at < text.length && text[at] !== delimiter && !/^\r?\n/.test(text.slice(at))) return null;
        if (text.startsWith('\r\n', at)) at++;
      } else {
        while (at < text.length && text[at] !== delimiter && text[at] !== '\n') cell += text[at++];
        if (text[at] === '\n') cell = cell.replace(/\r$/, '');
      }
      row.push(cell);
      if (text[at] !== delimiter) break;
      at++;
    }
    at++;
    line++;
    if (isBlank) continue;
    rows.push(row);
    lines.push(first);
  }
  return rows.some((row) => row.length !== rows[0]!.length) ? null : { rows, lines };
}

function thrownBy(attempt: () => unknown): unknown {
  try {
    attempt();
    return null;
  } catch (error) {
    return error;
  }
}

function cut(bytes: Uint8Array<ArrayBuffer>, dialect: Dialect, sliceBytes: number) {
  const cutter = new BlockCutter(dialect);
  const rows: string[][] = [];
  const lines: number[] = [];
  for (let at = 0; at < bytes.length; at += sliceBytes)
    for (const block of cutter.feed(bytes.slice(at, at + sliceBytes), at + sliceBytes >= bytes.length)) {
      for (let row = 0; row < block.rows; row++) rows.push(block.row(row));
      lines.push(...block.lines);
    }
  return { rows, lines };
}

describe('cells as RFC 4180 has them', () => {
  const piece = fc.constantFrom(
    'a',
    'b ',
    '12',
    'é',
    '漢',
    ',',
    ',',
    ';',
    '\t',
    '"',
    '""',
    '"x"',
    '\n',
    '\r\n',
    '\r',
    '',
  );
  const anyText = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
  const cell = fc.constantFrom(
    '',
    'a',
    'b c',
    '"q"',
    '"two\nlines"',
    '"a,b"',
    '"say ""hi"""',
    '1',
    'é',
    'lone " quote',
    '""',
  );
  const regular = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .chain(([columns, newline, isEnded]) =>
      fc
        .array(
          fc.tuple(
            fc.array(cell, { minLength: columns, maxLength: columns }),
            fc.constantFrom(newline, newline, newline, '\n', `${newline}\n`),
          ),
          { minLength: 1, maxLength: 8 },
        )
        .map((rows) => {
          const text = rows.map(([cells, end]) => cells.join(',') + end).join('');
          return isEnded ? text : text.trimEnd();
        }),
    );

  test('a parser that goes letter by letter finds the same cells, lines and faults, whatever the slices', () => {
    const dialect: Dialect = { delimiter: ',', quoting: true, newline: 'LF' };
    fc.assert(
      fc.property(fc.oneof(anyText, regular), fc.integer({ min: 1, max: 40 }), (text, sliceBytes) => {
        const bytes = new TextEncoder().encode(text);
        const expected = slowly(text, ',');
        if (expected) expect(cut(bytes, dialect, sliceBytes)).toEqual(expected);
        else {
          const error = thrownBy(() => cut(bytes, dialect, sliceBytes));
          expect(error).toBeInstanceOf(PerennialError);
          expect(['ragged-row', 'open-quote', 'text-after-quote']).toContain((error as PerennialError).code);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('what a file says of itself', () => {
  for (const delimiter of [',', ';', '\t', '|'] satisfies Delimiter[])
    for (const newline of ['\n', '\r\n', '\r'])
      test(`delimiter ${JSON.stringify(delimiter)}, line end ${JSON.stringify(newline)}, byte order mark`, async () => {
        const rows = [
          ['n', 'x'],
          ['1,5', 'a;b'],
          ['2,5', '"c|d"'],
          ['', 'e'],
        ];
        const text = rows
          .map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(delimiter))
          .join(newline);
        for (const mark of ['', '\ufeff']) {
          const { table, report } = await readAll(delimited, new Blob([mark + text + newline]));
          expect(report).toMatchObject({ delimiter, hasHeader: true, rows: 3 });
          expect(report.notes).toEqual([
            'column "n": "1,5" is read as 1.5, and all others likewise; choose other marks if that is wrong',
          ]);
          expect(table.columns.map((column) => column.name)).toEqual(['n', 'x']);
          expect([0, 1, 2].map((row) => cellAt(table.columns[1]!, row))).toEqual(['a;b', '"c|d"', 'e']);
          expect(cellAt(table.columns[0]!, 2)).toBe(null);
        }
      });

  for (const [name, text, names] of [
    ['numbers below names', 'a,b\n1,2\n', ['a', 'b']],
    ['numbers alone', '1,2\n3,4\n', ['column_1', 'column_2']],
    ['names of categories', 'colour,size\nred,big\nred,small\n', ['colour', 'size']],
    ['categories alone', 'red,big\nblue,small\nred,small\n', ['column_1', 'column_2']],
    ['dates alone', '2024-01-01,x\n2024-01-02,y\n', ['column_1', 'column_2']],
    ['one column', 'name\nAnna\nBob\n', ['name']],
    ['a mark of nothing in the first row', '?,x\n1,y\n', ['?', 'x']],
  ] as const)
    test(`header: ${name}`, async () => {
      const { table, report } = await readAll(delimited, new Blob([text]));
      expect(table.columns.map((column) => column.name)).toEqual(names);
      expect(report.hasHeader).toBe(names[0] !== 'column_1');
    });

  test('a header is what the person says', async () => {
    const file = new Blob(['a,b\n1,2\n']);
    const { table } = await readAll(delimited, file, { hasHeader: false });
    expect(table).toMatchObject({ rows: 2, columns: [{ name: 'column_1' }, { name: 'column_2' }] });
    const named = await readAll(delimited, new Blob(['1,2\n3,4\n']), { hasHeader: true });
    expect(named.table).toMatchObject({ rows: 1, columns: [{ name: '1' }, { name: '2' }] });
  });

  test('quotes are letters where they do not enclose cells, and the report says so', async () => {
    const { table, report } = await readAll(
      delimited,
      new Blob(['ham\t"Happy" I say\nspam\tso "what"\nham\t"all"\n']),
    );
    expect(report.notes).toEqual(['quotes are read as letters: as marks around cells they would not match']);
    expect([0, 1, 2].map((row) => cellAt(table.columns[1]!, row))).toEqual([
      '"Happy" I say',
      'so "what"',
      '"all"',
    ]);
  });
});

test('no code is made from text, which the page forbids', async () => {
  vi.stubGlobal('Function', () => {
    throw new Error('a function was made from text');
  });
  try {
    const { report } = await readAll(delimited, new Blob(['a,b\n1,"x, y"\n']));
    expect(report.rows).toBe(1);
  } finally {
    vi.unstubAllGlobals();
  }
});

describe('kinds', () => {
  test('slashed dates follow the column that decides day and month', async () => {
    const { table } = await readAll(
      delimited,
      new Blob(['d,m\n01/02/2003,13/01/2003\n12/31/2003,01/02/2003\n']),
    );
    expect([cellAt(table.columns[0]!, 0), cellAt(table.columns[1]!, 1)]).toEqual([
      Date.parse('2003-01-02'),
      Date.parse('2003-02-01'),
    ]);
  });

  test('ambiguous dates stay text until time is asked for', async () => {
    const file = new Blob(['d,n\n01/02/2003,1\n03/04/2005,2\n']);
    const guessed = await readAll(delimited, file);
    expect(guessed.table.columns[0]!.kind).toBe('category');
    expect(guessed.report.notes).toHaveLength(1);
    const asked = await readAll(delimited, file, { kinds: { d: 'time' } });
    expect(cellAt(asked.table.columns[0]!, 0)).toBe(Date.parse('2003-02-01'));
  });

  test('a cell against a number is reported with its line where it is rare, not where it is frequent', async () => {
    const lines = Array.from({ length: 1000 }, (_, row) => `${row / 4},x`);
    lines[700] = 'broken,x';
    const rare = await readAll(delimited, new Blob([`n,x\n${lines.join('\n')}`]));
    expect(rare.table.columns[0]!.kind).not.toBe('number');
    expect(rare.report.unreadable).toEqual([{ column: 'n', count: 1, firstText: 'broken', firstLine: 702 }]);
    const asked = await readAll(delimited, new Blob([`n,x\n${lines.join('\n')}`]), {
      kinds: { n: 'number', other: 'text' },
    });
    expect(asked.report.unreadable).toEqual(rare.report.unreadable);
    expect(cellAt(asked.table.columns[0]!, 700)).toBe(null);
    for (let row = 0; row < 500; row++) lines[row] = `code${row},x`;
    const frequent = await readAll(delimited, new Blob([`n,x\n${lines.join('\n')}`]));
    expect(frequent.report.unreadable).toEqual([]);
  });

  test('a column without a cell in the first megabyte gets the kind of its first cells', async () => {
    const text = `when,n\n${',1\n'.repeat(400000)}2024-01-01,2\n2024-01-02,3\n`;
    const { table, restarts } = await readAll(delimited, new Blob([text]));
    expect(restarts).toBe(1);
    expect(table.columns[0]!.kind).toBe('time');
    expect(cellAt(table.columns[0]!, 400001)).toBe(Date.parse('2024-01-02'));
  });
});
