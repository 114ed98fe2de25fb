import { pause } from '../../core/clock.ts';
import { throwIfCancelled } from '../../core/errors.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { JobContext } from '../../core/progress.ts';
import { concatenate, type Table } from '../../core/table.ts';
import { encodeArrow } from '../../flow/collect/arrow.ts';
import { renameLabels } from '../../flow/collect/rename-labels.ts';
import { withUnreadable } from '../../flow/collect/unreadable-warning.ts';
import { profileTable } from '../../flow/prepare/profile.ts';
import { catalog } from '../catalog.ts';
import type { Chunks } from '../compute.ts';
import type { ComputeJob } from './job.ts';

/** A file becomes Arrow chunks and a profile of every column. */
export const read: ComputeJob<'read'> = async ({ file, fileName, options, rename }, context) => {
  const reader = await readerFor(fileName);
  const tables: Table[] = [];
  const report = await reader.read(
    file,
    options,
    {
      write: async (chunk) =>
        void tables.push(rename ? renameLabels(chunk, rename.column, rename.labels) : chunk),
      restart: async () => void tables.splice(0),
    },
    context,
  );
  return {
    chunks: await encodeAll(tables, context),
    rows: report.rows,
    columns: withUnreadable(await profileAll(tables, context), report.unreadable),
    report,
  };
};

async function encodeAll(tables: readonly Table[], context: JobContext): Promise<Chunks> {
  const chunks = [];
  for (const table of tables) {
    chunks.push(encodeArrow(table));
    await breathe(context);
  }
  return chunks;
}

/** Column by column, so that no more than one of them is held a second time. */
async function profileAll(tables: readonly Table[], context: JobContext): Promise<ColumnProfile[]> {
  const profiles: ColumnProfile[] = [];
  const width = tables[0]?.columns.length ?? 0;
  for (let index = 0; index < width; index++) {
    context.report({ phase: 'profiling', done: index, total: width, unit: 'columns' });
    const parts = tables.map(({ rows, columns }) => ({ rows, columns: [columns[index]!] }));
    profiles.push(...profileTable(concatenate(parts)));
    await breathe(context);
  }
  return profiles;
}

async function breathe({ signal }: JobContext): Promise<void> {
  await pause();
  throwIfCancelled(signal);
}

/** The reader whose ending the name has; the first one where there is no name or no such ending. */
async function readerFor(fileName: string | null) {
  const readers = await Promise.all(Object.values(catalog.readers).map((load) => load()));
  const name = fileName?.toLowerCase() ?? '';
  return readers.find(({ extensions }) => extensions.some((end) => name.endsWith(end))) ?? readers[0]!;
}
