import { PerennialError } from '../../core/errors.ts';
import type { Problem } from '../../core/learner.ts';
import type { Batch, Matrix } from '../../core/matrix.ts';

/**
 * Throws `features` when the matrix has other features than the problem, naming the first that differs, and
 * `not-finite` when a cell is no finite number, `category` when it is no index that the problem has, naming its row and feature.
 *
 * @param mayMiss whether NaN is a missing cell; if not it is refused
 * @param from rows that came before those of the matrix
 */
export function checkMatrix(x: Matrix, problem: Problem, mayMiss = false, from = 0): void {
  const { features } = problem;
  const width = Math.max(features.length, x.features.length);
  for (let i = 0; i < width; i++)
    if (features[i] !== x.features[i])
      refuse(
        'features',
        `feature ${i + 1} is ${nameOf(x.features[i])}, but the model learnt ${nameOf(features[i])} there; apply the model's own recipe to the rows`,
      );
  for (let at = 0; at < x.data.length; at++)
    if (!Number.isFinite(x.data[at]) && !(mayMiss && Number.isNaN(x.data[at])))
      refuse(
        'not-finite',
        `feature ${nameOf(features[at % width])} of row ${from + Math.floor(at / width) + 1} is ${x.data[at]}; impute or scale it before a model sees it`,
      );
  for (const [feature, count] of Object.entries(problem.categories ?? {}))
    for (let at = features.indexOf(feature); at < x.data.length; at += width)
      if (
        (!Number.isInteger(x.data[at]) || x.data[at]! < 0 || x.data[at]! >= count) &&
        !(mayMiss && Number.isNaN(x.data[at]))
      )
        refuse(
          'category',
          `feature "${feature}" of row ${from + Math.floor(at / width) + 1} is the category ${x.data[at]}; they go from 0 to ${count - 1}`,
        );
}

/** As `checkMatrix`; also throws `target` and `weights`, naming the row and its value. */
export function checkBatch(batch: Batch, problem: Problem, mayMiss = false): void {
  checkMatrix(batch.x, problem, mayMiss);
  checkLabels(batch, problem);
}

/** Throws `target`, `not-finite` and `weights`, naming the row and its value. */
export function checkLabels({ y, weights }: Pick<Batch, 'y' | 'weights'>, problem: Problem): void {
  const classes = problem.classes.length;
  const isRegression = problem.task === 'regression';
  for (let row = 0; row < y.length; row++) {
    const value = y[row]!;
    if (isRegression && !Number.isFinite(value))
      refuse('not-finite', `the target of row ${row + 1} is ${value}; leave the row out or mend it`);
    if (!isRegression && !(Number.isInteger(value) && value >= 0 && value < classes))
      refuse(
        'target',
        `row ${row + 1} has the class ${value}; the model knows the classes 0 to ${classes - 1}`,
      );
    const weight = weights ? weights[row]! : 1;
    if (!(Number.isFinite(weight) && weight >= 0))
      refuse('weights', `row ${row + 1} has the weight ${weight}; a weight is a finite number, 0 or more`);
  }
}

function nameOf(feature: string | undefined): string {
  return feature === undefined ? 'missing' : `"${feature}"`;
}

function refuse(code: string, message: string): never {
  throw new PerennialError(code, message, { stage: 'train' });
}
