import type { Json } from '../../../core/json.ts';
import { ABOUT_KEY, writeAbout } from './about.ts';
import { namesWithout } from './feature-names.ts';
import type { NamedTrees } from './foreign-trees.ts';
import { objectText } from './object-text.ts';
import { withoutBase } from './prepare-to-leave.ts';
import { xgboostObjectiveOf } from './xgboost-objectives.ts';
import { xgboostTreeText } from './xgboost-tree-text.ts';

/**
 * Trees as a model file of XGBoost (JSON of version 2.1, which 1.7 to 3.2 read). It rounds leaves to 32 bits and sums them in such: probabilities are
 * equal to about 1e-6, values to about 1e-6 of their size. The base stands in the first round of trees; a number below a condition goes left, so that
 * this is the Float32 after our threshold; categories that are named go right, so that the sides change. `[`, `]` and `<` in names become "_".
 *
 * @example
 * const tree: Tree = {
 *   features: Uint32Array.of(0), thresholds: Float32Array.of(2.5), sets: [new Uint32Array()], missing: Uint8Array.of(1),
 *   left: Int32Array.of(~0), right: Int32Array.of(~1), gains: Float64Array.of(1),
 *   values: Float64Array.of(-1, 1), counts: Float64Array.of(3, 4),
 * };
 * const problem: Problem = { task: 'regression', features: ['size'], classes: [] };
 * const ensemble = { base: Float64Array.of(10), trees: [tree] };
 * const grown: GrownTrees = { problem, loss: 'squared', quantile: 0.5, deviation: 1, ensemble };
 * JSON.parse(writeXgboost({ grown, categories: {} })).learner.gradient_booster.model.trees[0].split_conditions // [2.50000024, 9, 11]
 */
export function writeXgboost(named: NamedTrees): string {
  const { problem, loss, quantile, deviation } = named.grown;
  const { task, features, classes, categories = {} } = problem;
  const outputs = named.grown.ensemble.base.length;
  const trees = withoutBase(named);
  const name = xgboostObjectiveOf(task, loss);
  const objective: Json = {
    name,
    ...(task === 'multiclass' && { softmax_multiclass_param: { num_class: `${classes.length}` } }),
    ...(name.startsWith('reg:') || task === 'binary' ? { reg_loss_param: { scale_pos_weight: '1' } } : {}),
    ...(loss === 'poisson' && { poisson_regression_param: { max_delta_step: '0.7' } }),
    ...(loss === 'huber' && { pseudo_huber_param: { huber_slope: `${deviation}` } }),
    ...(loss === 'quantile' && { quantile_loss_param: { quantile_alpha: `[${quantile}]` } }),
  };
  // The score that neither adds to nor takes from any: of chances one half, of counts 1.
  const nothing = task === 'binary' ? '5E-1' : loss === 'poisson' && task === 'regression' ? '1E0' : '0E0';
  const parameters: Json = {
    base_score: nothing,
    boost_from_average: '0',
    num_class: `${task === 'multiclass' ? outputs : 0}`,
    num_feature: `${features.length}`,
    num_target: '1',
  };
  const types = features.map((feature) => (Object.hasOwn(categories, feature) ? 'c' : 'float'));
  const counts: Json = { num_parallel_tree: '1', num_trees: `${trees.length}` };
  const rounds = Array.from({ length: trees.length / outputs + 1 }, (_, round) => round * outputs);
  const model = objectText({
    gbtree_model_param: JSON.stringify(counts),
    iteration_indptr: JSON.stringify(rounds),
    tree_info: JSON.stringify(trees.map((_, at) => at % outputs)),
    trees: `[${trees.map((tree, at) => xgboostTreeText(tree, at, features.length)).join(',')}]`,
  });
  const learner = objectText({
    attributes: JSON.stringify({ [ABOUT_KEY]: writeAbout(named) }),
    feature_names: JSON.stringify(namesWithout(features, /[[\]<]/gu)),
    feature_types: JSON.stringify(types),
    gradient_booster: objectText({ model, name: '"gbtree"' }),
    learner_model_param: JSON.stringify(parameters),
    objective: JSON.stringify(objective),
  });
  return objectText({ learner, version: '[2,1,0]' });
}
