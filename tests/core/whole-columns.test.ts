import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, MISSING_CODE } from '../../src/core/column.ts';
import { unwatched } from '../../src/core/progress.ts';
import { type ChunkedTable, concatenate, sliceRows, type Table, takeRows } from '../../src/core/table.ts';
import { collectColumns, forEachColumn, type Wanted } from '../../src/core/whole-columns.ts';
import { inChunks } from '../flow/prepare/in-chunks.ts';
import { arbitraryTable } from './arbitrary-table.ts';

async function columnsOf(table: ChunkedTable, wanted: Wanted): Promise<Column[]> {
  const columns: Column[] = [];
  await forEachColumn(table, wanted, unwatched, (column, index, count) => {
    expect([index, count]).toEqual([columns.length, wanted.names?.length ?? 6]);
    columns.push(column);
  });
  return columns;
}

describe('whole columns of a table by chunks', () => {
  test('are those of the chunks laid one below the other, however many are held at a time', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(arbitraryTable(), sizes, fc.nat(200), async (table, cut, groupBytes) => {
        const chunked = inChunks(table, ...cut);
        const parts: Table[] = [];
        for await (const chunk of chunked.chunks()) parts.push(chunk);
        expect(await columnsOf(chunked, { groupBytes })).toEqual(concatenate(parts).columns);
      }),
    );
  });

  test('may be of some rows only', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryTable({ minRows: 1 }),
        fc.infiniteStream(fc.boolean()),
        async (table, chosen) => {
          const rows = Uint32Array.from({ length: table.rows }, (_, row) => row).filter(
            () => chosen.next().value === true,
          );
          const all = concatenate([table, sliceRows(table, 0, 0)]);
          const { columns } = takeRows(all, rows);
          const made = await columnsOf(inChunks(all, 2, 3), { rows, groupBytes: 0 });
          for (const [index, column] of made.entries()) {
            const expected = columns[index]!;
            const texts = (each: Column) =>
              'dictionary' in each
                ? Array.from(each.values, (code) => (code === MISSING_CODE ? null : each.dictionary[code]))
                : [...each.values];
            expect(texts(column)).toEqual(texts(expected));
          }
        },
      ),
    );
  });

  test('cost a pass for every group that fits, and no column twice', async () => {
    const number = (name: string): Column => ({ kind: 'number', name, values: Float64Array.of(1, 2) });
    const table = inChunks({ rows: 2, columns: ['a', 'b', 'c'].map(number) }, 1);
    const pass = async (wanted: Wanted) => {
      table.passes = 0;
      const { length } = await columnsNamed(table, wanted);
      return [length, table.passes];
    };
    expect(await pass({})).toEqual([3, 1]);
    expect(await pass({ groupBytes: 32 })).toEqual([3, 2]);
    expect(await pass({ groupBytes: 1 })).toEqual([3, 3]);
    expect(await pass({ names: ['c', 'a'], groupBytes: 32 })).toEqual([2, 1]);
    expect(
      (await collectColumns(table, { names: ['c', 'a'] }, unwatched)).columns.map(({ name }) => name),
    ).toEqual(['c', 'a']);
  });

  test('are refused by name where one is not there, or is of another kind farther on, or rows are lacking', async () => {
    const part = (column: Column): Table => ({ rows: column.values.length, columns: [column] });
    const parts = [
      part({ kind: 'number', name: 'a', values: Float64Array.of(1) }),
      part({ kind: 'boolean', name: 'a', values: Uint8Array.of(1) }),
    ];
    const table = (rows: number, chunks: readonly Table[]): ChunkedTable => ({
      rows,
      async *chunks() {
        yield* await Promise.resolve(chunks);
      },
    });
    const codeOf = (chunked: ChunkedTable, names: readonly string[]) =>
      expect(collectColumns(chunked, { names }, unwatched)).rejects;
    await codeOf(table(2, parts), ['a']).toMatchObject({
      code: 'column-kind',
      message: expect.stringContaining('"a"') as string,
    });
    await codeOf(table(2, parts), ['b']).toMatchObject({ code: 'missing-column' });
    await codeOf(table(2, parts.slice(0, 1)), ['a']).toMatchObject({ code: 'rows' });
    expect(await collectColumns(table(0, []), { names: ['a'] }, unwatched)).toEqual({ rows: 0, columns: [] });
  });
});

async function columnsNamed(table: ChunkedTable, wanted: Wanted): Promise<string[]> {
  const names: string[] = [];
  await forEachColumn(table, wanted, unwatched, ({ name }) => {
    names.push(name);
  });
  return names;
}
