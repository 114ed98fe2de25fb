import type { RegressionLoss } from '../../../core/grown-trees.ts';
import type { Task } from '../../../core/schema.ts';

/** What a loss is called in a model of LightGBM. */
export interface LightgbmObjective {
  readonly task: Task;
  readonly loss: RegressionLoss;
}

/** Those that there are here as well, by their names. */
export const LIGHTGBM_OBJECTIVES: ReadonlyMap<string, LightgbmObjective> = new Map([
  ['binary', { task: 'binary', loss: 'squared' }],
  ['multiclass', { task: 'multiclass', loss: 'squared' }],
  ['regression', { task: 'regression', loss: 'squared' }],
  ['regression_l1', { task: 'regression', loss: 'absolute' }],
  ['huber', { task: 'regression', loss: 'huber' }],
  ['quantile', { task: 'regression', loss: 'quantile' }],
  ['poisson', { task: 'regression', loss: 'poisson' }],
]);

export function lightgbmObjectiveOf(task: Task, loss: RegressionLoss): string {
  for (const [name, each] of LIGHTGBM_OBJECTIVES)
    if (each.task === task && (task !== 'regression' || each.loss === loss)) return name;
  throw new Error(`no objective for ${task} ${loss}`);
}
