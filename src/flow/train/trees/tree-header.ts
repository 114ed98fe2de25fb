import type { JsonObject } from '../../../core/json.ts';
import { refuseSnapshot } from '../dense-tensors.ts';

/** Cells of the replay memory: 1 GB, more than any page gets through with. */
const MOST_MEMORY_CELLS = 2 ** 28;
/** Of one feature: 2^24 is the last index that a Float32 tells from its neighbours. */
const MOST_CATEGORIES = 2 ** 24;

type Found = Readonly<Record<string, unknown>>;

/** Throws `snapshot-format` where a header, which may come from a stranger, is not of the shape of a tree learner's. */
export function checkTreeHeader(header: JsonObject): void {
  const { problem, options, fitted } = object(header, 'the whole');
  const { task, features, classes, categories } = object(problem, 'problem');
  need(['binary', 'multiclass', 'regression'].includes(task as string), 'problem.task');
  need(areAll(features, isText), 'problem.features');
  need(areAll(classes, isText), 'problem.classes');
  if (categories !== undefined)
    for (const count of Object.values(object(categories, 'problem.categories')))
      need(isCount(count) && count > 0 && count <= MOST_CATEGORIES, 'problem.categories');
  const { monotone, interactions, memoryRows } = object(options, 'options');
  for (const direction of Object.values(object(monotone ?? {}, 'options.monotone')))
    need(typeof direction === 'number', 'options.monotone');
  need(
    areAll(interactions ?? [], (group) => areAll(group, isText)),
    'options.interactions',
  );
  const width = (features as readonly string[]).length;
  if (Number(memoryRows) * width > MOST_MEMORY_CELLS)
    refuseSnapshot('model', `it asks for a memory of ${String(memoryRows)} rows of ${width} features`);
  if (fitted === null) return;
  const { base, deviation, random, memoryKind, memory } = object(fitted, 'fitted');
  need(areAll(base, Number.isFinite), 'fitted.base');
  need(Number.isFinite(deviation) && (deviation as number) > 0, 'fitted.deviation');
  need(
    areAll(random, (word) => isCount(word) && word <= 0xffffffff),
    'fitted.random',
  );
  need((random as readonly unknown[]).length === 4, 'fitted.random');
  need(isText(memoryKind), 'fitted.memoryKind');
  object(memory, 'fitted.memory');
}

function object(value: unknown, place: string): Found {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), place);
  return value as Found;
}

function areAll(value: unknown, isRight: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isRight(item));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function need(isRight: boolean, place: string): void {
  if (!isRight)
    refuseSnapshot(
      'model',
      `its header does not say what was learnt ("${place}" is missing, or not as it must be)`,
    );
}
