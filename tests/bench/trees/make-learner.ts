import type { JsonObject } from '../../../src/core/json.ts';
import type { Learner } from '../../../src/core/learner.ts';
import type { ChooseTrees } from '../../../src/core/trees.ts';
import { forward } from '../../../src/math/dense.ts';
import { findLearner, findNested } from '../../../src/workspace/model-catalog.ts';
import type { Rows } from './rows.ts';

/** Boosted trees of the catalog, for the question of these rows. */
export async function makeLearner(
  { task, features, classes, categories }: Rows,
  asked: JsonObject,
  chooseTrees: ChooseTrees,
): Promise<Learner> {
  const kind = await findLearner('boosted-trees');
  const options = { ...kind.defaults, ...asked };
  return kind.create({ task, features, classes, categories }, options, {
    chooseEngine: () => Promise.reject(new Error('trees ask for no engine of networks')),
    forward,
    chooseTrees,
    ...(await findNested(options)),
  });
}
