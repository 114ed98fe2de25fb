import type { JsonObject } from '../../core/json.ts';
import { refuseSnapshot } from './dense-tensors.ts';

/** Cells of the replay memory: 1 GB, more than any page gets through with. */
const MOST_MEMORY_CELLS = 2 ** 28;

/** Of one feature: 2^24 is the last index that a Float32 tells from its neighbours. */
const MOST_CATEGORIES = 2 ** 24;

/** Throws `snapshot-format` where a header, which may come from a stranger, is not of the shape of a dense learner's. */
export function checkDenseHeader(header: JsonObject): void {
  const { problem, options } = object(header, 'the whole', ['problem', 'options', 'fitted']);
  const hasCategories = typeof problem === 'object' && problem !== null && 'categories' in problem;
  const { task, features, classes, categories } = object(problem, 'problem', [
    ...['task', 'features', 'classes'],
    ...(hasCategories ? ['categories'] : []),
  ]);
  if (hasCategories) checkCategories(categories);
  need(['binary', 'multiclass', 'regression'].includes(task as string), 'problem.task');
  need(areAll(features, isText), 'problem.features');
  need(areAll(classes, isText), 'problem.classes');
  // The numbers among them are checked one by one, with a sentence for the person who chose them.
  const { hidden, memoryRows } = object(options, 'options');
  need(hidden === undefined || areAll(hidden, (units) => typeof units === 'number'), 'options.hidden');
  checkFitted(header['fitted']);
  const width = (features as readonly string[]).length;
  if (Number(memoryRows) * width > MOST_MEMORY_CELLS)
    refuseSnapshot('model', `it asks for a memory of ${String(memoryRows)} rows of ${width} features`);
}

function checkCategories(value: unknown): void {
  const counts = Object.values(object(value, 'problem.categories'));
  need(
    counts.every((count) => isCount(count) && count > 0 && count <= MOST_CATEGORIES),
    'problem.categories',
  );
}

function checkFitted(value: unknown): void {
  if (value === null) return;
  const fitted = object(value, 'fitted', ['step', 'scale', 'random', 'memoryKind', 'memory']);
  const { step, scale, random, memoryKind, memory } = fitted;
  need(isCount(step), 'fitted.step');
  if (scale !== null) {
    const { mean, deviation } = object(scale, 'fitted.scale', ['mean', 'deviation']);
    need(Number.isFinite(mean), 'fitted.scale.mean');
    need(Number.isFinite(deviation) && (deviation as number) > 0, 'fitted.scale.deviation');
  }
  need(
    areAll(random, (word) => isCount(word) && word <= 0xffffffff, 4),
    'fitted.random',
  );
  need(isText(memoryKind), 'fitted.memoryKind');
  object(memory, 'fitted.memory');
}

/** Where keys are named, it has these and no others. */
function object(value: unknown, place: string, keys?: readonly string[]): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  need(isObject, place);
  need(
    !keys ||
      Object.keys(value as object)
        .sort()
        .join() === [...keys].sort().join(),
    place,
  );
  return value as Readonly<Record<string, unknown>>;
}

function areAll(value: unknown, isRight: (item: unknown) => boolean, length?: number): boolean {
  return Array.isArray(value) && value.every(isRight) && (length ?? value.length) === value.length;
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
