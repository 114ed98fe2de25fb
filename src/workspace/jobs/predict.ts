import type { Column } from '../../core/column.ts';
import { csvText } from '../../flow/deploy/csv.ts';
import { predictionColumns } from '../../flow/deploy/prediction-columns.ts';
import type { ComputeJob } from './job.ts';
import { readModel } from './model.ts';
import { slicesOf, storedTable } from './stored-tables.ts';

/** The file's own columns with the prediction beside them, slice by slice. */
export const predict: ComputeJob<'predict'> = async ({ model: stored, table }, context, parts) => {
  const model = await readModel(stored, context, parts);
  // Blobs, not texts: a browser may keep them outside of this thread's memory.
  const written: Blob[] = [];
  let rows = 0;
  for await (const chunk of storedTable(table, context).chunks())
    for await (const slice of slicesOf(chunk, context)) {
      const names = slice.columns.map(({ name }) => name);
      const columns: Column[] = [
        ...slice.columns,
        ...predictionColumns(model.target, model.predict(slice), names),
      ];
      written.push(new Blob([csvText({ rows: slice.rows, columns }, { header: rows === 0 })]));
      rows += slice.rows;
      context.report({ phase: 'predicting', done: rows, total: table.rows, unit: 'rows' });
    }
  return { csv: new Blob(written, { type: 'text/csv' }), rows };
};
