import type { AnswerReasons } from '../core/answer-reasons.ts';
import { PerennialError } from '../core/errors.ts';
import type { JobWatch } from '../core/progress.ts';
import type { Id } from '../core/ids.ts';
import type { EventRecord, ModelVersion } from '../core/records.ts';
import type { Field, Target } from '../core/schema.ts';
import { isSumOfTrees } from '../core/tree-sum.ts';
import { answerReasons } from '../flow/evaluate/answer-reasons.ts';
import { isDrawnForAudit } from '../flow/learn/audit.ts';
import { rowNotes } from '../flow/prepare/row-notes.ts';
import type { Jobs, RowPrediction, Workspace } from './api.ts';
import { eventOf, expecting, type House, need, newId } from './house.ts';
import { type Model, onlyPredicting, readModel } from './jobs/model.ts';
import { laterReading } from './later-reading.ts';
import type { Recurrence } from './recurrence.ts';
import { keepingRule } from './retention.ts';
import { columnOfRows, tableOfRow } from './row-of-cells.ts';
import { storedModelOf } from './stored-models.ts';
import { undertake } from './work.ts';

type Row = Parameters<Workspace['predictRow']>[1];

/** The models that have answered lately, so that the next row does not wait for one to be unpacked. */
export class LoadedModels {
  /** The one that answered last is at the end. */
  readonly #models = new Map<Id, Promise<Model>>();

  async of(house: House, version: ModelVersion): Promise<Model> {
    const { id } = version;
    const model = this.#models.get(id) ?? this.#load(house, version);
    this.#models.delete(id);
    this.#models.set(id, model);
    if (this.#models.size > MOST_MODELS) this.#models.delete(this.#models.keys().next().value!);
    return model;
  }

  #load(house: House, version: ModelVersion): Promise<Model> {
    const loading = readModel(
      storedModelOf(version),
      { blobs: house.store, lost: [] },
      onlyPredicting(house),
    );
    loading.catch(() => this.#models.delete(version.id));
    return loading;
  }
}

const MOST_MODELS = 8;

export async function form(house: House, models: LoadedModels, versionId: string): Promise<readonly Field[]> {
  const { recipe } = await models.of(house, await need(house, 'version', versionId));
  return recipe.inputs;
}

export async function predictRow(
  house: House,
  models: LoadedModels,
  pruning: Recurrence,
  versionId: string,
  row: Row,
): Promise<RowPrediction> {
  const version = await need(house, 'version', versionId);
  const { auditRate = 0 } = await need(house, 'project', version.projectId);
  const model = await models.of(house, version);
  const table = tableOfRow(model.recipe.inputs, row);
  const { values } = model.predict(table);
  const id = newId(house);
  const audit = isDrawnForAudit(id, auditRate);
  const event: EventRecord = {
    ...eventOf(house, version.projectId, {
      kind: 'prediction',
      versionId,
      features: row,
      output: [...values],
      audit,
    }),
    id,
  };
  const pruned = pruning.isDue(version.projectId) ? await keepingRule(house, version.projectId) : [];
  await house.store.begin().commit([...expecting(version), ...pruned, { put: event }]);
  return {
    eventId: event.id,
    audit,
    ...answerOf(version.target, values),
    notes: rowNotes(model.recipe, table),
  };
}

/** With more rows to compare with, an answer would no longer be there at once. */
const MOST_BACKGROUND = 1000;

/** Null where the learner tells no reasons. Nothing is kept of it. */
export async function explainRow(
  house: House,
  models: LoadedModels,
  versionId: string,
  row: Row,
  background: readonly Row[] = [],
): Promise<AnswerReasons | null> {
  if (background.length > MOST_BACKGROUND)
    throw new PerennialError(
      'background',
      `there are ${background.length} rows to compare with; some hundred are enough, and ${MOST_BACKGROUND} the most`,
      { stage: 'evaluate' },
    );
  const model = await models.of(house, await need(house, 'version', versionId));
  const { learner, recipe, target } = model;
  if (!isSumOfTrees(learner)) return null;
  const x = model.matrix(tableOfRow(recipe.inputs, row));
  const columns = recipe.inputs.map((field) => columnOfRows(field, background));
  const others = background.length > 0 ? model.matrix({ rows: background.length, columns }) : null;
  return answerReasons(learner.treeSum(), x, model.columns(), target, others);
}

function answerOf(target: Target, values: Float32Array): Pick<RowPrediction, 'answer' | 'probabilities'> {
  if (target.task === 'regression') return { answer: values[0]!, probabilities: [] };
  const probabilities = target.classes
    .map((label, index) => ({ label, probability: values[index]! }))
    .sort((a, b) => b.probability - a.probability);
  return { answer: probabilities[0]!.label, probabilities };
}

export async function predictFile(
  house: House,
  { versionId, file, fileName, reading }: Jobs['predict-file']['request'],
  watch: JobWatch,
): Promise<Jobs['predict-file']['result']> {
  const version = await need(house, 'version', versionId);
  const options = await laterReading(house, version, reading);
  return undertake(house, watch, null, async (work) => {
    const { table } = await work.compute('read', { file, fileName, options, rename: null });
    const { csv, rows } = await work.compute('predict', { model: storedModelOf(version), table });
    const name = `${(fileName ?? 'rows').replace(/\.[^.]+$/, '')}-predicted.csv`;
    const event = eventOf(house, version.projectId, { kind: 'file-predicted', versionId, name, rows });
    return { changes: [...expecting(version), { put: event }], result: { csv, name, rows } };
  });
}
