import type { ReadOptions } from '../core/reader.ts';
import { kindsOfRows, type Row, rowsAsCsv } from './rows.ts';

/** Where rows come from: a file, the text of one, or plain objects. */
export type Source = Blob | string | readonly Row[];

/** A source as the file that the house reads. */
export interface SourceFile {
  readonly file: Blob;
  /** Null where the source has none. */
  readonly fileName: string | null;
  /** What is known of how it is written. */
  readonly reading: ReadOptions;
}

/**
 * Rows are written as CSV, whose dialect is then known; what JavaScript says is a number, a truth or a Date is one, and
 * what it says is a string is read as in a file.
 *
 * Throws `no-rows` where there are none, and `row` for what is no row.
 */
export function sourceFile(source: Source): SourceFile {
  if (source instanceof Blob)
    return { file: source, fileName: 'name' in source ? String(source.name) : null, reading: {} };
  if (typeof source === 'string')
    return { file: new Blob([source], { type: 'text/csv' }), fileName: null, reading: { encoding: 'utf-8' } };
  return {
    file: new Blob([rowsAsCsv(source)], { type: 'text/csv' }),
    fileName: null,
    reading: { ...ROWS_ARE_WRITTEN, kinds: kindsOfRows(source) },
  };
}

const ROWS_ARE_WRITTEN: ReadOptions = {
  delimiter: ',',
  hasHeader: true,
  encoding: 'utf-8',
  decimal: '.',
  thousands: '',
};
