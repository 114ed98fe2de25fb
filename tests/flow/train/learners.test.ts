import { catalog, findLearner } from '../../../src/workspace/catalog.ts';
import { checkLearner } from '../../checks/learner.ts';
import { denseParts } from './dense-parts.ts';

for (const kind of Object.keys(catalog.learners)) checkLearner(await findLearner(kind), denseParts);
