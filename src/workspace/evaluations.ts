import { PerennialError } from '../core/errors.ts';
import type { JobContext } from '../core/progress.ts';
import type { ModelVersion, Split } from '../core/records.ts';
import { compare } from '../flow/evaluate/compare.ts';
import { rowsOf } from '../flow/select/split.ts';
import type { Jobs } from './api.ts';
import { type House, need, readChunks } from './house.ts';
import { readModel } from './packed-models.ts';
import { laterReading } from './later-reading.ts';

export async function evaluateFile(
  house: House,
  { versionId, file, fileName, labels }: Jobs['evaluate-file']['request'],
  context: JobContext,
): Promise<Jobs['evaluate-file']['result']> {
  const version = await need(house, 'version', versionId);
  const model = await readModel(house, version);
  const options = await laterReading(house, version, model.recipe);
  const rename = { column: version.target.column, labels };
  const { chunks, report } = await house.compute.run('read', { file, fileName, options, rename }, context);
  const { baseline, seed } = version;
  const { evaluation } = await house.compute.run('evaluate', { model, chunks, baseline, seed }, context);
  return { evaluation, report };
}

/** Two versions on rows that neither has learnt and that chose neither: the report rows that both have in common. */
export async function compareVersions(
  house: House,
  { championId, challengerId }: Jobs['compare']['request'],
  context: JobContext,
): Promise<Jobs['compare']['result']> {
  const [champion, challenger] = [
    await need(house, 'version', championId),
    await need(house, 'version', challengerId),
  ];
  const { table, rows } = await commonReportRows(house, champion, challenger);
  const errorsOf = async (version: ModelVersion) => {
    const model = await readModel(house, version);
    const chunks = await readChunks(house, table.chunks);
    return (await house.compute.run('score', { model, chunks, rows }, context)).errors;
  };
  const comparison = compare(champion.target.task, await errorsOf(champion), await errorsOf(challenger));
  return { comparison };
}

export async function inspectVersion(
  house: House,
  { versionId, cell, limit }: Jobs['inspect']['request'],
  context: JobContext,
): Promise<Jobs['inspect']['result']> {
  const version = await need(house, 'version', versionId);
  const split = await need(house, 'split', version.splits[0]!);
  const table = await need(house, 'table', split.tableId);
  return house.compute.run(
    'inspect',
    {
      model: await readModel(house, version),
      chunks: await readChunks(house, table.chunks),
      rows: await reportRows(house, split),
      cell,
      limit,
    },
    context,
  );
}

async function commonReportRows(house: House, a: ModelVersion, b: ModelVersion) {
  if (a.target.column !== b.target.column || a.target.task !== b.target.task)
    throw new PerennialError(
      'compare',
      `version ${a.number} tells "${a.target.column}" and version ${b.number} "${b.target.column}"; only models of the same target can be compared`,
      { stage: 'evaluate' },
    );
  const [first, second] = [
    await need(house, 'split', a.splits[0]!),
    await need(house, 'split', b.splits[0]!),
  ];
  const table = await need(house, 'table', first.tableId);
  const rows = await reportRows(house, first);
  const others = new Set(await reportRows(house, second));
  const common = first.tableId === second.tableId ? rows.filter((row) => others.has(row)) : rows.slice(0, 0);
  if (common.length === 0)
    throw new PerennialError(
      'compare',
      `versions ${a.number} and ${b.number} have no report rows in common: they were trained on different tables or splits`,
      { stage: 'evaluate' },
    );
  return { table, rows: common };
}

async function reportRows({ store }: House, split: Split): Promise<Uint32Array<ArrayBuffer>> {
  return rowsOf(await store.read(split.roles), 'report');
}
