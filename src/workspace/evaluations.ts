import { PerennialError } from '../core/errors.ts';
import type { JobWatch } from '../core/progress.ts';
import type { ModelVersion, Split } from '../core/records.ts';
import { compare } from '../flow/evaluate/compare.ts';
import type { Jobs } from './api.ts';
import type { RowOrder, StoredRows } from './compute.ts';
import { type House, need } from './house.ts';
import { laterReading, requireReadableLabels } from './later-reading.ts';
import { rowOrderOf } from './row-order.ts';
import { storedModelOf } from './stored-models.ts';
import { storedTableOf } from './tables.ts';
import { undertake } from './work.ts';

export async function evaluateFile(
  house: House,
  { versionId, file, fileName, labels, reading }: Jobs['evaluate-file']['request'],
  watch: JobWatch,
): Promise<Jobs['evaluate-file']['result']> {
  const version = await need(house, 'version', versionId);
  const options = await laterReading(house, version, reading);
  const rename = { column: version.target.column, labels };
  const split = await firstSplit(house, version);
  return undertake(house, watch, null, async (work) => {
    const { table, report } = await work.compute('read', { file, fileName, options, rename });
    requireReadableLabels(version.target, report);
    const { evaluation } = await work.compute('evaluate', {
      model: storedModelOf(version),
      table,
      baseline: version.baseline,
      // Neighbours are taken to be alike where nobody knows better.
      order: split ? rowOrderOf(split.strategy) : 'rows',
      seed: version.seed,
    });
    return { changes: [], result: { evaluation, report } };
  });
}

/** Two versions on rows that neither has learnt and that chose neither: the report rows that both have in common. */
export async function compareVersions(
  house: House,
  { championId, challengerId }: Jobs['compare']['request'],
  watch: JobWatch,
): Promise<Jobs['compare']['result']> {
  const [champion, challenger] = [
    await need(house, 'version', championId),
    await need(house, 'version', challengerId),
  ];
  const { rows, order } = await commonReportRows(house, champion, challenger);
  return undertake(house, watch, null, async (work) => {
    const errorsOf = async (version: ModelVersion) =>
      (await work.compute('score', { model: storedModelOf(version), rows, order })).errors;
    const [before, after] = [await errorsOf(champion), await errorsOf(challenger)];
    if (before.length === 0)
      throw new PerennialError('compare', nothingInCommon(champion, challenger), { stage: 'evaluate' });
    const comparison = compare(champion.target.task, before, after, order !== 'random');
    return { changes: [], result: { comparison } };
  });
}

export async function inspectVersion(
  house: House,
  { versionId, cell, limit }: Jobs['inspect']['request'],
  watch: JobWatch,
): Promise<Jobs['inspect']['result']> {
  const version = await need(house, 'version', versionId);
  const split = await firstSplit(house, version);
  if (!split)
    throw new PerennialError(
      'no-rows',
      `version ${version.number} came in a file without the rows that it was measured on; evaluate it on a labelled file`,
      { stage: 'evaluate' },
    );
  const table = storedTableOf(await need(house, 'table', split.tableId));
  const rows: StoredRows = { table, roles: [split.roles], named: ['report'] };
  return undertake(house, watch, null, async (work) => ({
    changes: [],
    result: await work.compute('inspect', { model: storedModelOf(version), rows, cell, limit }),
  }));
}

async function commonReportRows(
  house: House,
  a: ModelVersion,
  b: ModelVersion,
): Promise<{ rows: StoredRows; order: RowOrder }> {
  if (a.target.column !== b.target.column || a.target.task !== b.target.task)
    throw new PerennialError(
      'compare',
      `version ${a.number} tells "${a.target.column}" and version ${b.number} "${b.target.column}"; only models of the same target can be compared`,
      { stage: 'evaluate' },
    );
  const [first, second] = [await firstSplit(house, a), await firstSplit(house, b)];
  if (!first || !second || first.tableId !== second.tableId)
    throw new PerennialError('compare', nothingInCommon(a, b), { stage: 'evaluate' });
  const table = storedTableOf(await need(house, 'table', first.tableId));
  const rows: StoredRows = { table, roles: [first.roles, second.roles], named: ['report'] };
  return { rows, order: rowOrderOf(first.strategy) };
}

function nothingInCommon(a: ModelVersion, b: ModelVersion): string {
  return `versions ${a.number} and ${b.number} have no report rows in common: they were trained on different tables or splits`;
}

/** The rows that it was first trained on, and those kept apart; null for a model that came in a file without them. */
async function firstSplit(house: House, { splits }: ModelVersion): Promise<Split | null> {
  const [first] = splits;
  return first === undefined ? null : need(house, 'split', first);
}
