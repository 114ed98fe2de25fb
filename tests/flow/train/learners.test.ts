import { catalog } from '../../../src/workspace/catalog.ts';
import { findLearner } from '../../../src/workspace/model-catalog.ts';
import { checkLearner } from '../../checks/learner.ts';
import { denseParts } from './dense-parts.ts';

for (const kind of Object.keys(catalog.learners)) checkLearner(await findLearner(kind), denseParts);
