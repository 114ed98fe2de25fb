import { PerennialError } from '../../core/errors.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { Task } from '../../core/schema.ts';

/**
 * Throws unless prediction and labels speak of the same rows and every number can be counted with: `rows`, `outputs`,
 * `not-finite`, `class`.
 */
export function checkRows(task: Task, prediction: Prediction, y: Float32Array): void {
  const { rows, outputs, values } = prediction;
  if (rows !== y.length || values.length !== rows * outputs)
    fail('rows', `${rows} predicted rows and ${y.length} labels are not the same rows; predict them anew`);
  if (task === 'regression' ? outputs !== 1 : outputs < 2)
    fail('outputs', `a ${task} prediction has ${outputs} outputs a row; it must have ${expected(task)}`);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    fail(
      'not-finite',
      `row ${Math.floor(bad / outputs) + 1} is predicted as ${values[bad]}; train the model anew`,
    );
  for (let row = 0; row < y.length; row++) {
    const label = y[row]!;
    if (
      task === 'regression'
        ? Number.isFinite(label)
        : Number.isInteger(label) && label >= 0 && label < outputs
    )
      continue;
    if (task === 'regression')
      fail('not-finite', `row ${row + 1} has the target ${label}; leave the row out`);
    fail(
      'class',
      `row ${row + 1} has class ${label}, the model knows classes 0 to ${outputs - 1}; leave the row out`,
    );
  }
}

function expected(task: Task): string {
  return task === 'regression' ? 'one: the value' : 'a probability for each class';
}

function fail(code: string, message: string): never {
  throw new PerennialError(code, message, { stage: 'evaluate' });
}
