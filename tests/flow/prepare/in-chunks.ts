import { type CodedColumn, MISSING_CODE } from '../../../src/core/column.ts';
import { type ChunkedTable, sliceRows, type Table } from '../../../src/core/table.ts';

/**
 * A table as it comes from the store: chunks of so many rows, the sizes taken in turn, each with dictionaries of its own, and
 * without the columns that were not asked for.
 */
export function inChunks(table: Table, ...sizes: readonly number[]): ChunkedTable & { passes: number } {
  return {
    rows: table.rows,
    passes: 0,
    async *chunks(names) {
      this.passes++;
      let start = 0;
      for (let chunk = 0; start < table.rows || chunk === 0; chunk++) {
        const end = Math.min(table.rows, start + (sizes[chunk % sizes.length] ?? Infinity));
        const { rows, columns } = sliceRows(table, start, end);
        const asked = columns.filter(({ name }) => !names || names.has(name));
        yield { rows, columns: asked.map((column) => ('dictionary' in column ? ownCodes(column) : column)) };
        start = end;
      }
    },
  };
}

/** The column with the labels that occur in it alone, in order of first appearance. */
function ownCodes(column: CodedColumn): CodedColumn {
  const codes = new Map<number, number>();
  const values = column.values.map((code) => {
    if (code === MISSING_CODE) return code;
    if (!codes.has(code)) codes.set(code, codes.size);
    return codes.get(code)!;
  });
  return { ...column, values, dictionary: [...codes.keys()].map((code) => column.dictionary[code]!) };
}
