import { network } from '../../../src/flow/train/network.ts';
import { checkLearner } from '../../checks/learner.ts';
import { denseParts } from './dense-parts.ts';

checkLearner(network, denseParts);
