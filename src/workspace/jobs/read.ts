import type { JsonObject } from '../../core/json.ts';
import type { Hash } from '../../core/ids.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import type { Table } from '../../core/table.ts';
import { renameLabels } from '../../flow/collect/rename-labels.ts';
import { withUnreadable } from '../../flow/collect/unreadable-warning.ts';
import { profileChunks } from '../../flow/prepare/profile.ts';
import { catalog } from '../catalog.ts';
import type { ComputeJob } from './job.ts';
import { storedTable } from './stored-tables.ts';

const CHECKPOINT = 'reading';

/** How far a file was read: the chunks that are stored, and where to go on. */
type Begun = {
  readonly chunks: readonly Hash[];
  /** Rows of the largest chunk: of each but the last. */
  readonly size: number;
  readonly position: JsonObject;
};

/**
 * A file becomes Arrow chunks and a profile of every column. A chunk is stored while the next one is read, so that no more
 * than two are held.
 */
export const read: ComputeJob<'read'> = async ({ file, fileName, options, rename }, context) => {
  const { blobs, checkpoints, tables } = context;
  const reader = await readerFor(fileName);
  const begun = checkpoints.last && (checkpoints.last.header as Begun);
  const chunks: Hash[] = [...(begun?.chunks ?? [])];
  let size = begun?.size ?? 0;
  let storing = Promise.resolve<Hash | null>(null);
  const stored = async () => {
    const hash = await storing;
    storing = Promise.resolve(null);
    if (hash !== null) chunks.push(hash);
  };
  const report = await reader.read(
    file,
    options,
    {
      write: async (chunk: Table, position: () => JsonObject) => {
        await stored();
        size = Math.max(size, chunk.rows);
        storing = blobs.write(
          tables.encode(rename ? renameLabels(chunk, rename.column, rename.labels) : chunk),
        );
        storing.catch(() => undefined);
        await checkpoints.offer(async () => {
          await stored();
          return checkpointOf({ chunks, size, position: position() });
        });
      },
      restart: async () => {
        await stored();
        chunks.length = 0;
      },
    },
    context,
    begun?.position,
  );
  await stored();
  const table = { rows: report.rows, chunks, chunkRows: size };
  const columns = await profileChunks(storedTable(table, context), context);
  return { table, columns: withUnreadable(columns, report.unreadable), report };
};

function checkpointOf({ chunks, ...rest }: Begun): Snapshot {
  return { kind: CHECKPOINT, header: { chunks: [...chunks], ...rest }, tensors: {} };
}

/** The reader whose ending the name has; the first one where there is no name or no such ending. */
async function readerFor(fileName: string | null) {
  const readers = await Promise.all(Object.values(catalog.readers).map((load) => load()));
  const name = fileName?.toLowerCase() ?? '';
  return readers.find(({ extensions }) => extensions.some((end) => name.endsWith(end))) ?? readers[0]!;
}
