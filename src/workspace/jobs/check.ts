import { PerennialError } from '../../core/errors.ts';
import type { Prediction } from '../../core/matrix.ts';
import { letOthersIn, type Sliced } from '../../core/sliced.ts';
import { columnOf, concatenate, type Table } from '../../core/table.ts';
import { distributionDrift, type DriftReport } from '../../flow/monitor/distributions/distribution-drift.ts';
import type { StoredRows } from '../compute.ts';
import { estimateQuality } from './estimate-quality.ts';
import type { ComputeJob, RunContext } from './job.ts';
import { type Model, readModel } from './model.ts';
import { sampleRows } from './sample-rows.ts';
import { slicesOf, storedRows, storedTable } from './stored-tables.ts';

/** Enough for half a point of accuracy and for a tenth of a deviation; fewer where a row is wide or there are many classes. */
const MOST_ROWS = 10_000;
const FEWEST_ROWS = 1000;
const MOST_CELLS = 4_000_000;
const MOST_CHANCES = 200_000;

/** What can be told of rows without their labels. Holds samples alone, and keeps nothing. */
export const check: ComputeJob<'check'> = async (request, context, parts) => {
  const { table, seed, baseline } = request;
  if (table.rows === 0)
    throw new PerennialError('no-rows', 'the file has no rows, so there is nothing to check', {
      stage: 'monitor',
    });
  const model = await readModel(request.model, context, parts);
  const names = model.recipe.inputs.map(({ name }) => name);
  const most = mostRows(names.length, model.target.classes.length);
  const open = (rows: readonly StoredRows[]) => Promise.all(rows.map((each) => storedRows(each, context)));

  const newer = await sampleRows([storedTable(table, context)], { most, seed });
  // Of a regression too: a file that lacks a column is refused in the words in which its prediction is.
  const prediction = await predictTables(model, newer, context);
  const held = await sampleRows(await open(request.held), {
    columns: new Set([...names, model.target.column]),
    most,
    seed,
  });
  const estimating = estimateQuality({
    target: model.target,
    baseline,
    seed,
    newer: prediction,
    held: await predictTables(model, held, context),
    labels: Float32Array.from(held.flatMap((each) => [...model.labels(each)])),
  });
  const quality = await letOthersIn(estimating, context);

  const window = ofColumns(newer, names);
  const result = { rows: table.rows, sampled: window.rows, seed, quality };
  if (request.learnt.length === 0) return { ...result, drift: null };
  const learnt = await open(request.learnt);
  const reference = ofColumns(await sampleRows(learnt, { columns: new Set(names), most, seed }), names);
  const report = await letOthersIn(comparing(reference, window, seed, context), context);
  const learntRows = learnt.reduce((sum, { rows }) => sum + rows, 0);
  return { ...result, drift: { ...report, learntRows, sampledRows: reference.rows } };
};

function mostRows(columns: number, classes: number): number {
  const most = Math.min(MOST_ROWS, MOST_CELLS / columns, MOST_CHANCES / Math.max(1, classes));
  return Math.max(FEWEST_ROWS, Math.floor(most));
}

async function predictTables(
  model: Model,
  tables: readonly Table[],
  context: RunContext,
): Promise<Prediction> {
  const outputs = model.target.task === 'regression' ? 1 : model.target.classes.length;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const values = new Float32Array(rows * outputs);
  let done = 0;
  for (const table of tables)
    for await (const slice of slicesOf(table, context)) {
      values.set(model.predict(slice).values, done * outputs);
      done += slice.rows;
      context.report({ phase: 'predicting', done, total: rows, unit: 'rows' });
    }
  return { rows, outputs, values };
}

function ofColumns(tables: readonly Table[], names: readonly string[]): Table {
  return concatenate(
    tables.map((table) => ({ rows: table.rows, columns: names.map((name) => columnOf(table, name)) })),
  );
}

function* comparing(
  reference: Table,
  window: Table,
  seed: number,
  { report }: Pick<RunContext, 'report'>,
): Sliced<DriftReport> {
  const work = distributionDrift(reference, window, { seed });
  for (let done = 1; ; done++) {
    const step = work.next();
    if (step.done) return step.value;
    report({ phase: 'comparing', done, total: reference.columns.length, unit: 'columns' });
    yield;
  }
}
