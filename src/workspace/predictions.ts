import { MISSING_BOOLEAN, MISSING_CODE, type Column, type ColumnKind } from '../core/column.ts';
import { PerennialError } from '../core/errors.ts';
import type { JobContext } from '../core/progress.ts';
import type { ReadOptions } from '../core/reader.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Hash, ModelVersion } from '../core/records.ts';
import type { Field, Target } from '../core/schema.ts';
import type { Table } from '../core/table.ts';
import { rowNotes } from '../flow/prepare/recipe.ts';
import type { Jobs, RowPrediction, Workspace } from './api.ts';
import { eventOf, type House, need } from './house.ts';
import { type Model, noEngines, unpack } from './jobs/model.ts';
import { readModel } from './packed-models.ts';

type Row = Parameters<Workspace['predictRow']>[1];

/** The models that have answered lately, so that the next row does not wait for one to be unpacked. */
export class LoadedModels {
  readonly #models = new Map<Hash, Promise<Model>>();

  async of(house: House, version: ModelVersion): Promise<Model> {
    const known = this.#models.get(version.snapshot);
    if (known) return known;
    const loading = readModel(house, version).then((packed) => unpack(packed, noEngines));
    this.#models.set(version.snapshot, loading);
    loading.catch(() => this.#models.delete(version.snapshot));
    if (this.#models.size > MOST_MODELS) this.#models.delete(this.#models.keys().next().value!);
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
  versionId: string,
  row: Row,
): Promise<RowPrediction> {
  const version = await need(house, 'version', versionId);
  const model = await models.of(house, version);
  const table = tableOfRow(model.recipe.inputs, row);
  const { values } = model.predict(table);
  const event = eventOf(house, version.projectId, {
    kind: 'prediction',
    versionId,
    features: row,
    output: [...values],
  });
  await house.store.begin().commit([{ put: event }]);
  return {
    eventId: event.id,
    ...answerOf(version.target, values),
    notes: rowNotes(model.recipe, table),
  };
}

function answerOf(target: Target, values: Float32Array): Pick<RowPrediction, 'answer' | 'probabilities'> {
  if (target.task === 'regression') return { answer: values[0]!, probabilities: [] };
  const probabilities = target.classes
    .map((label, index) => ({ label, probability: values[index]! }))
    .sort((a, b) => b.probability - a.probability);
  return { answer: probabilities[0]!.label, probabilities };
}

function tableOfRow(inputs: readonly Field[], row: Row): Table {
  return { rows: 1, columns: inputs.map((field) => columnOfCell(field, row[field.name] ?? null)) };
}

function columnOfCell({ name, kind }: Field, cell: Row[string]): Column {
  switch (kind) {
    case 'number':
      return { kind, name, values: Float64Array.of(cell === null ? NaN : numberIn(name, cell)) };
    case 'time':
      return { kind, name, values: Float64Array.of(cell === null ? NaN : timeIn(name, cell)) };
    case 'boolean':
      return {
        kind,
        name,
        values: Uint8Array.of(cell === null ? MISSING_BOOLEAN : Number(String(cell) === 'true')),
      };
    default:
      return cell === null
        ? { kind, name, values: Uint32Array.of(MISSING_CODE), dictionary: [] }
        : { kind, name, values: Uint32Array.of(0), dictionary: [String(cell)] };
  }
}

function numberIn(name: string, cell: string | number | boolean): number {
  const value = typeof cell === 'string' && cell.trim() === '' ? NaN : Number(cell);
  if (Number.isFinite(value)) return value;
  return refuseCell(name, cell, 'a number, such as 3.5');
}

function timeIn(name: string, cell: string | number | boolean): number {
  const value = typeof cell === 'number' ? cell : Date.parse(String(cell));
  if (Number.isFinite(value)) return value;
  return refuseCell(name, cell, 'a date or time, such as 2024-05-31T12:00');
}

function refuseCell(name: string, cell: string | number | boolean, wanted: string): never {
  throw new PerennialError('cell', `"${name}" is "${String(cell)}"; it must be ${wanted}, or left empty`, {
    stage: 'prepare',
    details: { column: name },
  });
}

/** Later files are read as the first one was: the kinds of the columns that the model needs. */
export function readOptionsFor(recipe: Recipe, target: Target): ReadOptions {
  const kinds: Record<string, ColumnKind> = {};
  for (const { name, kind } of recipe.inputs) kinds[name] = kind;
  kinds[target.column] = target.task === 'regression' ? 'number' : 'category';
  return { kinds };
}

export async function predictFile(
  house: House,
  { versionId, file, fileName }: Jobs['predict-file']['request'],
  context: JobContext,
): Promise<Jobs['predict-file']['result']> {
  const version = await need(house, 'version', versionId);
  const model = await readModel(house, version);
  const options = readOptionsFor(model.recipe, version.target);
  const { chunks } = await house.compute.run('read', { file, fileName, options, rename: null }, context);
  const { csv, rows } = await house.compute.run('predict', { model, chunks }, context);
  const name = `${(fileName ?? 'rows').replace(/\.[^.]+$/, '')}-predicted.csv`;
  const event = eventOf(house, version.projectId, { kind: 'file-predicted', versionId, name, rows });
  await house.store.begin().commit([{ put: event }]);
  return { csv, name, rows };
}
