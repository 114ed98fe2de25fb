import { PerennialError } from '../../core/errors.ts';
import { columnOf } from '../../core/table.ts';
import { retypeColumn } from '../../flow/collect/retype.ts';
import { profileTable } from '../../flow/prepare/profile.ts';
import { decodeChunks, encodeChunks } from './chunks.ts';
import type { ComputeJob } from './job.ts';

export const retype: ComputeJob<'retype'> = async ({ chunks, column: name, kind, treatAsMissing }) => {
  const table = decodeChunks(chunks);
  const { column, unreadable } = retypeColumn(columnOf(table, name), kind);
  if (unreadable && !treatAsMissing)
    throw new PerennialError(
      'column-kind',
      `column "${name}": ${unreadable.count} ${unreadable.count === 1 ? 'cell is' : 'cells are'} not a ${kind} ` +
        `(first: "${unreadable.firstText}", row ${unreadable.firstRow + 1}); choose "treat as missing" or fix the file`,
      { stage: 'collect', details: { column: name, kind, count: unreadable.count } },
    );
  const retyped = {
    rows: table.rows,
    columns: table.columns.map((each) => (each.name === name ? column : each)),
  };
  return { chunks: encodeChunks(retyped), rows: table.rows, columns: profileTable(retyped) };
};
