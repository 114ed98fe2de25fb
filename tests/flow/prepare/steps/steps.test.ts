import type { Step } from '../../../../src/core/recipe.ts';
import { dateParts } from '../../../../src/flow/prepare/steps/date-parts.ts';
import { impute } from '../../../../src/flow/prepare/steps/impute.ts';
import { oneHot } from '../../../../src/flow/prepare/steps/one-hot.ts';
import { scale } from '../../../../src/flow/prepare/steps/scale.ts';
import { checkStep } from '../../../checks/step.ts';

const steps: readonly Step[] = [impute, scale, oneHot, dateParts];
for (const step of steps) checkStep(step);
