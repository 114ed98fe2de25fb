import { summaryOf } from '../core/evaluation.ts';
import type { JobWatch } from '../core/progress.ts';
import type { ModelVersion, Split } from '../core/records.ts';
import type { Jobs, TreeFormat } from './api.ts';
import type { StoredRows } from './compute.ts';
import { fileNameOf } from './file-name.ts';
import { expecting, type House, need, newId } from './house.ts';
import { rowOrderOf } from './row-order.ts';
import { keepingVersion, storedModelOf } from './stored-models.ts';
import { storedTableOf } from './tables.ts';
import { targetFor } from './targets.ts';
import { firstChampion, nextNumber, splitFor } from './train.ts';
import { undertake } from './work.ts';

const SYSTEMS: Readonly<Record<TreeFormat, { readonly title: string; readonly ending: string }>> = {
  xgboost: { title: 'XGBoost', ending: 'xgboost.json' },
  lightgbm: { title: 'LightGBM', ending: 'lightgbm.txt' },
};

/** A model's trees for another system, held against the model on its own report rows where they are here. */
export async function exportTrees(
  house: House,
  { versionId, format }: Jobs['export-trees']['request'],
  watch: JobWatch,
): Promise<Jobs['export-trees']['result']> {
  const version = await need(house, 'version', versionId);
  const project = await need(house, 'project', version.projectId);
  const rows = await reportRows(house, version);
  return undertake(house, watch, null, async (work) => {
    const { file, parity } = await work.compute('export-trees', {
      model: storedModelOf(version),
      format,
      rows,
    });
    const name = `${fileNameOf(`${project.name} v${version.number}`)}.${SYSTEMS[format].ending}`;
    return { changes: [], result: { file, name, parity } };
  });
}

async function reportRows(house: House, { splits }: ModelVersion): Promise<StoredRows | null> {
  const [first] = splits;
  const split: Split | undefined = first === undefined ? undefined : await house.store.get('split', first);
  const table = split && (await house.store.get('table', split.tableId));
  return split && table ? { table: storedTableOf(table), roles: [split.roles], named: ['report'] } : null;
}

/** What a file says, and which label each of its classes is likely to be. */
export async function lookAtTrees(
  house: House,
  { tableId, column, file, labels, matches }: Jobs['look-at-trees']['request'],
  watch: JobWatch,
): Promise<Jobs['look-at-trees']['result']> {
  const table = await need(house, 'table', tableId);
  return undertake(house, watch, null, async (work) => {
    const request = { file, columns: table.columns, targetColumn: column, labels, matches };
    const found = await work.compute('look-at-trees', request);
    const target = targetFor(table, column, found.task);
    return { changes: [], result: { ...found, target, proposed: proposedLabels(found, target.classes) } };
  });
}

/** The labels that the file names, where they are the target's; else in ascending order, as scikit-learn numbers them. */
function proposedLabels(
  { classes, hasClasses }: { readonly classes: readonly string[]; readonly hasClasses: boolean },
  labels: readonly string[],
): readonly string[] {
  if (hasClasses && classes.length === labels.length && classes.every((label) => labels.includes(label)))
    return classes;
  const areNumbers = labels.every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
  return [...labels].sort((one, other) =>
    areNumbers ? Number(one) - Number(other) : one < other ? -1 : one > other ? 1 : 0,
  );
}

/** A file's trees become a version of the project, measured on report rows as a trained one is. */
export async function importTrees(
  house: House,
  request: Jobs['import-trees']['request'],
  watch: JobWatch,
): Promise<Jobs['import-trees']['result']> {
  const { tableId, column, file, labels, matches, seed } = request;
  const project = await need(house, 'project', request.projectId);
  const table = await need(house, 'table', tableId);
  return undertake(house, watch, null, async (work) => {
    const began = house.clock();
    const asked = { file, columns: table.columns, targetColumn: column, labels, matches };
    const found = await work.compute('look-at-trees', asked);
    const target = targetFor(table, column, found.task);
    const split = await splitFor(house, work, table, target, request);
    const adopted = await work.compute('adopt-trees', {
      ...{ file, columns: table.columns, labels, matches, target, seed },
      classes: request.classes ?? proposedLabels(found, target.classes),
      table: storedTableOf(table),
      roles: split.roles,
      order: rowOrderOf(split.strategy),
    });
    const { recipe, snapshot } = adopted.model;
    const version: ModelVersion = {
      kind: 'version',
      id: newId(house),
      projectId: project.id,
      number: await nextNumber(house, project.id),
      createdAt: house.clock(),
      cause: 'imported',
      parents: [],
      learner: { kind: 'boosted-trees', options: adopted.options },
      target,
      ...{ recipe, snapshot, sizeBytes: adopted.sizeBytes },
      splits: [split.id],
      seed,
      engine: {
        asked: 'auto',
        kind: 'reference',
        reason: `its trees were grown by ${SYSTEMS[found.format].title}, and came in a file`,
      },
      steps: adopted.rounds,
      durationMs: house.clock() - began,
      evaluation: adopted.evaluation && summaryOf(adopted.evaluation),
      baseline: adopted.baseline,
      judgement: null,
    };
    const changes = [
      ...expecting(project, table),
      { put: { ...(await need(house, 'project', project.id)), target } },
      { put: split },
      ...keepingVersion(version, [], adopted.evaluation),
      ...(await firstChampion(house, version)),
    ];
    return { changes, result: { version, notes: found.notes } };
  });
}
