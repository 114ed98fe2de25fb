import type { Table } from './table.ts';

/** How the chunks of a table rest in the store. Whoever opens a store reads it with the codec that wrote it. */
export interface TableCodec {
  encode(table: Table): Uint8Array<ArrayBuffer>;
  /** Where columns are named, all others may be left out, unless one of these is not there. */
  decode(bytes: Uint8Array<ArrayBuffer>, columns?: ReadonlySet<string>): Table;
}
