import { catalog } from '../../../src/workspace/catalog.ts';
import { findLearner } from '../../../src/workspace/model-catalog.ts';
import { checkGrowing } from '../../checks/growing.ts';
import { checkLearner } from '../../checks/learner.ts';
import { denseParts } from './dense-parts.ts';
import { smallOptions } from './online/small-options.ts';

for (const name of Object.keys(catalog.learners)) {
  const kind = await findLearner(name);
  checkLearner(kind, denseParts, smallOptions(kind));
  if (kind.learns === 'streams') checkGrowing(kind, denseParts, smallOptions(kind));
}
