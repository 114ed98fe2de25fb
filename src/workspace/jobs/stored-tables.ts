import { pause } from '../../core/clock.ts';
import { throwIfCancelled } from '../../core/errors.ts';
import { LABEL_ORIGINS, type LabelOrigin } from '../../core/feedback.ts';
import type { Matrix } from '../../core/matrix.ts';
import { chunkRows } from '../../core/reader.ts';
import { type Role, ROLES } from '../../core/records.ts';
import type { Blobs } from '../../core/store.ts';
import { type ChunkedTable, sliceRows, type Table, takeRows } from '../../core/table.ts';
import type { StoredRows, StoredTable } from '../compute.ts';
import type { RunContext } from './job.ts';

type Source = Pick<RunContext, 'blobs' | 'signal' | 'tables'>;
type Readable = Pick<Source, 'signal' | 'tables'> & { readonly blobs: Pick<Blobs, 'read'> };

/** A stored table, chunk by chunk: the next one is fetched while one is worked on. */
export function storedTable({ rows, chunks }: StoredTable, source: Readable): ChunkedTable {
  return {
    rows,
    async *chunks(columns) {
      let next = chunks.length > 0 ? fetch(source.blobs, chunks[0]!) : null;
      for (let index = 0; next; index++) {
        const bytes: Uint8Array<ArrayBuffer> = await next;
        const following = chunks[index + 1];
        next = following === undefined ? null : fetch(source.blobs, following);
        await breathe(source);
        yield source.tables.decode(bytes, columns);
      }
    },
  };
}

/** A read under way whose failure is told to whoever awaits it, and to nobody where no one does. */
function fetch(blobs: Pick<Blobs, 'read'>, hash: string): Promise<Uint8Array<ArrayBuffer>> {
  const reading = blobs.read(hash);
  reading.catch(() => undefined);
  return reading;
}

/** Only these rows of a stored table. */
export async function storedRows(
  { table, roles, named, origins }: StoredRows,
  source: Source,
): Promise<ChunkedTable & { readonly indexes: Uint32Array<ArrayBuffer> }> {
  const assigned = rowsNamed(await Promise.all(roles.map((hash) => source.blobs.read(hash))), named);
  const indexes = origins
    ? ofOrigins(assigned, await source.blobs.read(origins.rows), origins.named)
    : assigned;
  const whole = storedTable(table, source);
  return {
    rows: indexes.length,
    indexes,
    async *chunks(columns) {
      let start = 0;
      let at = 0;
      for await (const chunk of whole.chunks(columns)) {
        const from = at;
        while (at < indexes.length && indexes[at]! < start + chunk.rows) at += 1;
        const taken = indexes.subarray(from, at).map((row) => row - start);
        start += chunk.rows;
        if (taken.length > 0) yield taken.length === chunk.rows ? chunk : takeRows(chunk, taken);
      }
    },
  };
}

/** The rows that have one of the roles by each of the assignments, in ascending order. */
function rowsNamed(assignments: readonly Uint8Array[], named: readonly Role[]): Uint32Array<ArrayBuffer> {
  const isNamed = ROLES.map((role) => named.includes(role));
  const length = Math.min(...assignments.map((roles) => roles.length));
  const rows = new Uint32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++)
    if (assignments.every((roles) => isNamed[roles[row]!])) rows[count++] = row;
  return rows.slice(0, count);
}

function ofOrigins(
  rows: Uint32Array<ArrayBuffer>,
  origins: Uint8Array,
  named: readonly LabelOrigin[],
): Uint32Array<ArrayBuffer> {
  const isNamed = LABEL_ORIGINS.map((origin) => named.includes(origin));
  return rows.filter((row) => isNamed[origins[row]!]);
}

/** Writes a table that fits into memory, chunk by chunk. */
export async function writeTable(table: Table, source: Source): Promise<StoredTable> {
  const size = chunkRows(table.columns.length);
  const chunks = [];
  for (let start = 0; start < table.rows; start += size) {
    await breathe(source);
    const rows = Uint32Array.from({ length: Math.min(size, table.rows - start) }, (_, row) => start + row);
    chunks.push(await source.blobs.write(source.tables.encode(takeRows(table, rows))));
  }
  return { rows: table.rows, chunks, chunkRows: size };
}

/** Rows that a model works on at once: some 20 ms of a network's work. */
const SLICE_ROWS = 2048;

/** A chunk in slices, between which a cancel is heard. */
export async function* slicesOf(chunk: Table, source: Pick<Source, 'signal'>): AsyncGenerator<Table> {
  for (let start = 0; start < chunk.rows; start += SLICE_ROWS) {
    await breathe(source);
    yield sliceRows(chunk, start, Math.min(chunk.rows, start + SLICE_ROWS));
  }
}

/** A matrix in slices of the same kind. */
export async function* matrixSlicesOf(x: Matrix, source: Pick<Source, 'signal'>): AsyncGenerator<Matrix> {
  const { features, data } = x;
  const width = features.length;
  for (let start = 0; start < x.rows; start += SLICE_ROWS) {
    await breathe(source);
    const end = Math.min(x.rows, start + SLICE_ROWS);
    yield { rows: end - start, features, data: data.subarray(start * width, end * width) };
  }
}

async function breathe({ signal }: Pick<Source, 'signal'>): Promise<void> {
  await pause();
  throwIfCancelled(signal);
}
