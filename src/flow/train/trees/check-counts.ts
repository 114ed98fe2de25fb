import { PerennialError } from '../../../core/errors.ts';
import type { Batch } from '../../../core/matrix.ts';
import type { ObjectiveOptions } from './objectives.ts';

/** Throws `target` where the loss is that of counts and a target is below 0, naming the row. */
export function checkCounts({ y }: Pick<Batch, 'y'>, { regressionLoss }: ObjectiveOptions): void {
  const row = regressionLoss === 'poisson' ? y.findIndex((value) => value < 0) : -1;
  if (row >= 0)
    throw new PerennialError(
      'target',
      `the target of row ${row + 1} is ${y[row]}; leave the row out or mend it: "poisson" is for counts`,
      { stage: 'train' },
    );
}
