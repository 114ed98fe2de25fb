import type { Column as ArrowColumn } from '@uwdata/flechette';
import { tableFromIPC, tableToIPC, Table as ArrowTable } from '@uwdata/flechette';
import { type Column, COLUMN_KINDS, type ColumnKind } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import type { Table } from '../../core/table.ts';
import type { TableCodec } from '../../core/table-codec.ts';
import { decodeColumn } from './arrow-decode.ts';
import { encodeColumn } from './arrow-encode.ts';
import { withChecksum, withoutChecksum } from './checksum.ts';

/** The metadata key of a field that holds our column kind. */
export const KIND_KEY = 'perennial.kind';

/**
 * A table as an Arrow IPC stream of one record batch, which any Arrow library reads: numbers as float64, times as
 * timestamp[ms], booleans as bool, all others as dictionary<utf8, uint32>; missing cells are nulls. Each field's
 * metadata names the column's kind. Times are whole milliseconds. After the stream's end marker, where readers stop,
 * stands a check sum.
 *
 * @example
 * const table: Table = { rows: 2, columns: [{ kind: 'time', name: 'at', values: Float64Array.of(0, NaN) }] };
 * decodeArrow(encodeArrow(table))
 * // { rows: 2, columns: [{ kind: 'time', name: 'at', values: Float64Array [0, NaN] }] }
 */
export function encodeArrow(table: Table): Uint8Array<ArrayBuffer> {
  const columns = table.columns.map((column) => encodeColumn(column, table.rows));
  const fields = table.columns.map((column, index) => ({
    name: column.name,
    type: columns[index]!.type,
    nullable: true,
    metadata: new Map([[KIND_KEY, column.kind]]),
  }));
  const schema = { version: 4 as const, endianness: 0 as const, fields, metadata: null };
  // A record batch has at least one node, so a table without columns is its schema alone.
  const arrow = new ArrowTable(schema, columns);
  return withChecksum(tableToIPC(arrow, { format: 'stream' })!);
}

/**
 * The table of an Arrow IPC stream that `encodeArrow` has made. Its arrays have buffers of their own, which can be
 * transferred and keep nothing else alive. Where `names` are given and all are there, only these columns. Throws `arrow-format` for anything else.
 */
export function decodeArrow(bytes: Uint8Array, names?: ReadonlySet<string>): Table {
  try {
    const arrow = tableFromIPC(withoutChecksum(bytes));
    const { fields } = arrow.schema;
    const found = new Set(fields.map(({ name }) => name));
    const wanted = names && [...names].every((name) => found.has(name)) ? names : found;
    const columns = fields.flatMap((field, index): Column[] => {
      if (!wanted.has(field.name)) return [];
      const kind = field.metadata?.get(KIND_KEY);
      if (!isColumnKind(kind)) throw new Error(`field "${field.name}" does not name its column kind`);
      return [decodeColumn(field.name, kind, arrow.children[index]! as ArrowColumn<unknown>)];
    });
    const rows = arrow.numRows;
    if (columns.some((column) => column.values.length !== rows))
      throw new Error('its columns differ in length');
    return { rows, columns };
  } catch (cause) {
    throw new PerennialError(
      'arrow-format',
      `these ${bytes.length} bytes are no table that was stored here: ${cause instanceof Error ? cause.message : String(cause)}; restore them from a backup or import the data again`,
      { stage: 'collect', details: { bytes: bytes.length }, cause },
    );
  }
}

/** Tables as they rest in the app's store: other programs read them too. */
export const arrowTables: TableCodec = { encode: encodeArrow, decode: decodeArrow };

function isColumnKind(kind: string | undefined): kind is ColumnKind {
  return COLUMN_KINDS.includes(kind as ColumnKind);
}
