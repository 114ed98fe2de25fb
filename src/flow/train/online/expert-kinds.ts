import { PerennialError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { OnlineModelKind } from '../../../core/online-model.ts';
import type { Task } from '../../../core/schema.ts';
import { adaptiveRandomForest } from './adaptive-random-forest.ts';
import { checkNumber, positive } from '../check-option.ts';
import { dynamicLinear } from './dynamic-linear.ts';
import { gaussianNaiveBayes } from './gaussian-naive-bayes.ts';
import { lastValue } from './last-value.ts';
import { leveragingBagging } from './leveraging-bagging.ts';
import { majority } from './majority.ts';
import { mean } from './mean.ts';
import { noChange } from './no-change.ts';
import { onlineLinear } from './online-linear.ts';

/** One of the models that a combination asks. */
export type ExpertOptions = {
  readonly kind: string;
  /** Those that differ from the defaults of the kind. */
  readonly options: JsonObject;
  /** How far it is trusted before the first row, beside others of 1; above 0. 1 where it is left out. */
  readonly trust?: number;
};

/** A model of a combination, ready to be made. */
export interface Expert {
  readonly of: OnlineModelKind;
  readonly options: JsonObject;
  readonly trust: number;
}

/**
 * Of classes, each of these learns two as well as many, so that a class may come in mid-stream. None is made of rows, so that a
 * combination can be given away without any.
 */
const kinds: Readonly<Record<string, unknown>> = Object.fromEntries(
  [
    ...[adaptiveRandomForest, dynamicLinear, gaussianNaiveBayes, leveragingBagging, onlineLinear],
    ...[noChange, majority, lastValue, mean],
  ].map((of) => [of.kind, of]),
);

/**
 * Those of the experts that can be asked this.
 *
 * @throws PerennialError `options` where one is unknown, or none can.
 */
export function expertsFor(task: Task, experts: unknown): readonly Expert[] {
  if (!Array.isArray(experts)) return refuse('experts are no list; give a list of { kind, options }');
  const able = experts.map(expertOf).filter(({ of }) => of.tasks.includes(task));
  if (able.length === 0)
    refuse(`none of the ${experts.length} experts learns a ${task} target; add one that does`);
  return able;
}

function expertOf(expert: unknown): Expert {
  const { kind, options, trust = 1 } = (expert ?? {}) as Partial<ExpertOptions>;
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind))
    refuse(`there is no expert "${String(kind)}"; choose among ${Object.keys(kinds).join(', ')}`);
  const of = kinds[kind] as OnlineModelKind;
  checkNumber(`trust in "${of.kind}"`, trust, positive);
  return { of, options: { ...of.defaults, ...options }, trust };
}

function refuse(message: string): never {
  throw new PerennialError('options', message, { stage: 'train' });
}
