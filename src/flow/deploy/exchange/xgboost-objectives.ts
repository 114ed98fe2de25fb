import type { RegressionLoss } from '../../../core/grown-trees.ts';
import type { Task } from '../../../core/schema.ts';

/** What a loss is called in a model of XGBoost. */
export interface XgboostObjective {
  readonly task: Task;
  readonly loss: RegressionLoss;
}

/** Those that there are here as well, by their names. */
export const XGBOOST_OBJECTIVES: ReadonlyMap<string, XgboostObjective> = new Map([
  ['binary:logistic', { task: 'binary', loss: 'squared' }],
  ['multi:softprob', { task: 'multiclass', loss: 'squared' }],
  ['multi:softmax', { task: 'multiclass', loss: 'squared' }],
  ['reg:squarederror', { task: 'regression', loss: 'squared' }],
  ['reg:absoluteerror', { task: 'regression', loss: 'absolute' }],
  ['reg:pseudohubererror', { task: 'regression', loss: 'huber' }],
  ['reg:quantileerror', { task: 'regression', loss: 'quantile' }],
  ['count:poisson', { task: 'regression', loss: 'poisson' }],
]);

/** The first of the names: `multi:softprob` for many classes. */
export function xgboostObjectiveOf(task: Task, loss: RegressionLoss): string {
  for (const [name, each] of XGBOOST_OBJECTIVES)
    if (each.task === task && (task !== 'regression' || each.loss === loss)) return name;
  throw new Error(`no objective for ${task} ${loss}`);
}
