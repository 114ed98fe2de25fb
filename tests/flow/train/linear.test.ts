import { linear } from '../../../src/flow/train/linear.ts';
import { checkLearner } from '../../checks/learner.ts';
import { denseParts } from './dense-parts.ts';

checkLearner(linear, denseParts);
