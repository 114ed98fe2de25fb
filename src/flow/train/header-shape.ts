import type { Problem } from '../../core/learner.ts';
import { refuseSnapshot } from './dense-tensors.ts';

// The shape of a snapshot's header, which may come from a stranger: each check throws `snapshot-format`, naming the place.

/** Of one feature: 2^24 is the last index that a Float32 tells from its neighbours. */
export const MOST_CATEGORIES = 2 ** 24;

/** The problem that a header tells, where it is of the shape of one. */
export function checkProblemShape(problem: unknown): Problem {
  const hasCategories = typeof problem === 'object' && problem !== null && 'categories' in problem;
  const { task, features, classes, categories } = object(problem, 'problem', [
    ...['task', 'features', 'classes'],
    ...(hasCategories ? ['categories'] : []),
  ]);
  if (hasCategories) checkCategories(categories);
  need(['binary', 'multiclass', 'regression'].includes(task as string), 'problem.task');
  need(areAll(features, isText), 'problem.features');
  need(areAll(classes, isText), 'problem.classes');
  return problem as Problem;
}

function checkCategories(value: unknown): void {
  const counts = Object.values(object(value, 'problem.categories'));
  need(
    counts.every((count) => isCount(count) && count > 0 && count <= MOST_CATEGORIES),
    'problem.categories',
  );
}

/** Where keys are named, it has these and no others. */
export function object(
  value: unknown,
  place: string,
  keys?: readonly string[],
): Readonly<Record<string, unknown>> {
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

export function areAll(value: unknown, isRight: (item: unknown) => boolean, length?: number): boolean {
  return Array.isArray(value) && value.every(isRight) && (length ?? value.length) === value.length;
}

export function isText(value: unknown): boolean {
  return typeof value === 'string';
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function need(isRight: boolean, place: string): void {
  if (!isRight)
    refuseSnapshot(
      'model',
      `its header does not say what was learnt ("${place}" is missing, or not as it must be)`,
    );
}
