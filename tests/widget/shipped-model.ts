import type { CellsByName } from '../../src/core/feedback.ts';
import type { Table } from '../../src/core/table.ts';
import { agrawal } from '../../src/flow/collect/samples/agrawal.ts';
import { importCsv, openHouse, rowsAsCsv, train } from '../workspace/house-for-test.ts';
import { runJob } from '../workspace/in-process.ts';
import { range, rowsOf } from '../workspace/labelled-rows.ts';

/** Applicants for a loan, whose rule changes abruptly every 3,000 rows. */
export function applicants(seed = 1): Table {
  return agrawal.generate(12_000, seed);
}

/** The row before which the rule changes from function 4 to function 7. */
export const CHANGE = 6000;

/** A model, by default a network, that has learnt 2,000 rows of a table up to this one, as the app exports it. */
export async function shippedModel(
  table: Table,
  until: number,
  { rememberedRows = true, rows = 2000, learner = 'network' } = {},
): Promise<Blob> {
  const house = openHouse();
  const imported = await importCsv(house, rowsAsCsv(table, until - rows, until), 'applicants.csv');
  const { id: versionId } = await train(house, imported, { learner });
  const request = { versionId, rememberedRows, passphrase: null };
  return (await runJob(house.workspace, 'export-model', request)).file;
}

/** Rows of the table as a page has them, their target among the cells. */
export function pageRows(table: Table, from: number, to: number): CellsByName[] {
  return rowsOf(table, 'group', range(from, to)).map(({ cells, label }) => ({ ...cells, group: label }));
}
