import { evaluate } from '../../flow/evaluate/evaluate.ts';
import { encodeTargetOf } from '../../flow/prepare/encode-target.ts';
import type { ComputeJob } from './job.ts';
import { labelledRows } from './labelled-rows.ts';
import { readModel } from './model.ts';
import { predictionsOf } from './model-rows.ts';
import { storedTable } from './stored-tables.ts';

/** How a model does on the rows of a table that have a label. */
export const evaluateModel: ComputeJob<'evaluate'> = async (request, context, parts) => {
  const { baseline, order, seed } = request;
  const model = await readModel(request.model, context, parts);
  const table = storedTable(request.table, context);
  const { task, classes } = model.target;
  // Of the whole column first, so that a label that nobody knows is told with its row in the file.
  await encodeTargetOf(table, model.target, context);
  const all = await predictionsOf(model, table, context, order);
  const rows = labelledRows(all.y, model.target);
  const { outputs, values } = all.prediction;
  const kept = new Float32Array(rows.length * outputs);
  rows.forEach((row, at) => kept.set(values.subarray(row * outputs, (row + 1) * outputs), at * outputs));
  const prediction = { rows: rows.length, outputs, values: kept };
  const y = Float32Array.from(rows, (row) => all.y[row]!);
  return {
    evaluation: await evaluate({
      task,
      classes,
      prediction,
      y,
      baseline,
      seed,
      inOrder: order !== 'random',
      context,
    }),
  };
};
