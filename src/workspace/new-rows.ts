import type { JobContext } from '../core/progress.ts';
import { type ModelVersion, ROLES, type Split, type TableVersion } from '../core/records.ts';
import type { Draft } from '../core/store.ts';
import { countRoles, learnOnRoles, rowsOf } from '../flow/select/split.ts';
import type { Jobs } from './api.ts';
import type { PackedModel } from './compute.ts';
import { type House, newId } from './house.ts';
import { laterReading } from './later-reading.ts';
import type { Segment } from './model-scores.ts';
import { sourceOf, writeTable } from './tables.ts';

/** The last rows of a batch judge; they are never learnt. */
const JUDGE_SHARE = 0.2;

/** A batch of new labelled rows: drafted as a table with its split. */
export interface NewRows {
  readonly table: TableVersion;
  readonly split: Split;
  readonly roles: Uint8Array<ArrayBuffer>;
  /** Every labelled row, in file order. */
  readonly labelled: Segment;
  readonly training: Segment;
  readonly judging: Segment;
}

export async function bringRows(
  house: House,
  draft: Draft,
  { version, model }: { readonly version: ModelVersion; readonly model: PackedModel },
  { file, fileName, labels }: Jobs['learn-on']['request'],
  context: JobContext,
): Promise<NewRows> {
  const { target, projectId } = version;
  const options = await laterReading(house, version, model.recipe);
  const rename = { column: target.column, labels };
  const read = await house.compute.run('read', { file, fileName, options, rename }, context);
  const { chunks } = read;
  const { rows: labelled } = await house.compute.run('labelled', { model, chunks }, context);
  const roles = new Uint8Array(read.rows).fill(ROLES.indexOf('unused'));
  learnOnRoles(labelled.length, JUDGE_SHARE).forEach((role, index) => (roles[labelled[index]!] = role));
  const table = await writeTable(house, draft, read, {
    projectId,
    name: fileName ?? 'Pasted rows',
    cause: 'learn-on',
    source: sourceOf(file, fileName, read.report.format, options),
  });
  const split: Split = {
    kind: 'split',
    id: newId(house),
    projectId,
    tableId: table.id,
    target: target.column,
    task: target.task,
    strategy: { kind: 'learn-on' },
    fractions: null,
    counts: countRoles(roles),
    roles: await draft.write(roles),
  };
  return {
    table,
    split,
    roles,
    labelled: { chunks, rows: labelled },
    training: { chunks, rows: rowsOf(roles, 'train') },
    judging: { chunks, rows: rowsOf(roles, 'judge') },
  };
}
