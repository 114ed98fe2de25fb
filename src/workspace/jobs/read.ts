import { concatenate, type Table } from '../../core/table.ts';
import { encodeArrow } from '../../flow/collect/arrow.ts';
import { renameLabels } from '../../flow/collect/rename-labels.ts';
import { withUnreadable } from '../../flow/collect/unreadable-warning.ts';
import { profileTable } from '../../flow/prepare/profile.ts';
import { catalog } from '../catalog.ts';
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
  const table = concatenate(tables);
  context.report({ phase: 'profiling', done: 0, total: table.rows, unit: 'rows' });
  return {
    chunks: tables.map(encodeArrow),
    rows: table.rows,
    columns: withUnreadable(profileTable(table), report.unreadable),
    report,
  };
};

/** The reader whose ending the name has; the first one where there is no name or no such ending. */
async function readerFor(fileName: string | null) {
  const readers = await Promise.all(Object.values(catalog.readers).map((load) => load()));
  const name = fileName?.toLowerCase() ?? '';
  return readers.find(({ extensions }) => extensions.some((end) => name.endsWith(end))) ?? readers[0]!;
}
