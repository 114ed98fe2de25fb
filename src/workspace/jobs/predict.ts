import type { Column } from '../../core/column.ts';
import { throwIfCancelled } from '../../core/errors.ts';
import { pause } from '../../core/clock.ts';
import { decodeArrow } from '../../flow/collect/arrow.ts';
import { csvText } from '../../flow/deploy/csv.ts';
import { predictionColumns } from '../../flow/deploy/prediction-columns.ts';
import { unpack } from './model.ts';
import type { ComputeJob } from './job.ts';

/** The file's own columns with the prediction beside them, chunk by chunk. */
export const predict: ComputeJob<'predict'> = async (
  { model: packed, chunks, rows: total },
  context,
  parts,
) => {
  const model = await unpack(packed, parts);
  const texts: string[] = [];
  let rows = 0;
  for (const chunk of chunks) {
    await pause();
    throwIfCancelled(context.signal);
    const table = decodeArrow(chunk);
    const columns: Column[] = [
      ...table.columns,
      ...predictionColumns(
        model.target,
        model.predict(table),
        table.columns.map(({ name }) => name),
      ),
    ];
    texts.push(csvText({ rows: table.rows, columns }, { header: texts.length === 0 }));
    rows += table.rows;
    context.report({ phase: 'predicting', done: rows, total, unit: 'rows' });
  }
  return { csv: new Blob(texts, { type: 'text/csv' }), rows };
};
