import { checkStep } from '../../../checks/step.ts';
import { steps } from '../find-step.ts';

for (const step of steps) checkStep(step);
