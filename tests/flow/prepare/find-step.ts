import type { Step } from '../../../src/core/recipe.ts';
import { dateParts } from '../../../src/flow/prepare/steps/date-parts.ts';
import { impute } from '../../../src/flow/prepare/steps/impute.ts';
import { oneHot } from '../../../src/flow/prepare/steps/one-hot.ts';
import { scale } from '../../../src/flow/prepare/steps/scale.ts';

const steps: readonly Step[] = [impute, scale, oneHot, dateParts];

export function findStep(kind: string): Step {
  const step = steps.find((each) => each.kind === kind);
  if (!step) throw new Error(`no step "${kind}"`);
  return step;
}
