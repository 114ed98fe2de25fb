import type { Tree } from '../../../core/trees.ts';
import { largestRoundedTo } from '../../../math/float32.ts';
import { ABOUT_KEY, writeAbout } from './about.ts';
import { hasCategory } from './category-sets.ts';
import { namesWithout } from './feature-names.ts';
import type { NamedTrees } from './foreign-trees.ts';
import { lightgbmObjectiveOf } from './lightgbm-objectives.ts';
import { CATEGORY_BIT, DEFAULT_LEFT_BIT, MISSING_NAN } from './lightgbm-tree.ts';
import { rowsOfNodes, withoutBase } from './prepare-to-leave.ts';

/**
 * Trees as a model file of LightGBM (format v4), which predicts the same to the last bit of a sum of 64-bit numbers: leaves are written in full, the
 * base stands in the first tree, a threshold is the largest number that is rounded to ours. Missing is NaN; a missing category goes
 * where the tree sends it. The labels of categories stand where LightGBM's Python package looks for them. Blanks in names become "_".
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
 * writeLightgbm({ grown, categories: {} }).split('\n').filter((line) => line.startsWith('leaf_value')) // ['leaf_value=9 11']
 */
export function writeLightgbm(named: NamedTrees): string {
  const { problem, loss, quantile, deviation } = named.grown;
  const { task, features, classes, categories = {} } = problem;
  const countOf = (name: string) => (Object.hasOwn(categories, name) ? categories[name]! : 0);
  const outputs = named.grown.ensemble.base.length;
  const trees = withoutBase(named).map((tree, at) => treeText(tree, at, features.map(countOf)));
  const objective = lightgbmObjectiveOf(task, loss);
  const places = features.flatMap((name, at) => (countOf(name) > 0 ? [at] : []));
  const said = { binary: ' sigmoid:1', multiclass: ` num_class:${classes.length}`, regression: '' }[task];
  const alpha = loss === 'huber' ? deviation : loss === 'quantile' ? quantile : 0.9;
  return [
    'tree',
    'version=v4',
    `num_class=${outputs}`,
    `num_tree_per_iteration=${outputs}`,
    'label_index=0',
    `max_feature_idx=${features.length - 1}`,
    `objective=${objective}${said}`,
    `feature_names=${namesWithout(features, /\s/gu).join(' ')}`,
    `feature_infos=${features.map((name) => infoOf(countOf(name))).join(' ')}`,
    `tree_sizes=${trees.map(({ length }) => length).join(' ')}`,
    '',
    `${trees.join('')}end of trees`,
    '',
    'parameters:',
    '[boosting: gbdt]',
    `[objective: ${objective}]`,
    `[num_class: ${outputs}]`,
    `[alpha: ${alpha}]`,
    `[categorical_feature: ${places.join(',')}]`,
    'end of parameters',
    '',
    `${ABOUT_KEY}:${writeAbout(named)}`,
    '',
    `pandas_categorical:${pandasOf(named, places)}`,
    '',
  ].join('\n');
}

/** Numbers may lie anywhere: the rows that would tell are not part of the model. */
function infoOf(categories: number): string {
  return categories > 0 ? Array.from({ length: categories }, (_, at) => at).join(':') : '[-inf:inf]';
}

/** Where some categories have no labels, none are given: theirs are numbers then. */
function pandasOf({ grown, categories }: NamedTrees, places: readonly number[]): string {
  const lists = places.map((place) => {
    const name = grown.problem.features[place]!;
    return Object.hasOwn(categories, name) ? categories[name]!.labels : null;
  });
  return lists.length > 0 && !lists.includes(null) ? JSON.stringify(lists) : 'null';
}

/** All its characters are of one byte: its length is its size. */
function treeText(tree: Tree, number: number, categories: readonly number[]): string {
  const nodes = tree.features.length;
  const left = Array.from(tree.left);
  const right = Array.from(tree.right);
  const sets: Uint32Array[] = [];
  const thresholds: number[] = [];
  const decisions: number[] = [];
  for (const [node, set] of tree.sets.entries()) {
    const isMissingLeft = tree.missing[node] === 1;
    if (set.length === 0) {
      thresholds.push(largestRoundedTo(tree.thresholds[node]!));
      decisions.push((MISSING_NAN << 2) | (isMissingLeft ? DEFAULT_LEFT_BIT : 0));
      continue;
    }
    thresholds.push(sets.length);
    decisions.push((MISSING_NAN << 2) | CATEGORY_BIT);
    sets.push(isMissingLeft ? complementOf(set, categories[tree.features[node]!]!) : set);
    if (isMissingLeft) [left[node], right[node]] = [right[node]!, left[node]!];
  }
  const bounds = sets.reduce<number[]>((all, set) => [...all, all.at(-1)! + set.length], [0]);
  const rows = rowsOfNodes(tree);
  const lines = [
    `Tree=${number}`,
    `num_leaves=${nodes + 1}`,
    `num_cat=${sets.length}`,
    `split_feature=${tree.features.join(' ')}`,
    `split_gain=${tree.gains.join(' ')}`,
    `threshold=${thresholds.join(' ')}`,
    `decision_type=${decisions.join(' ')}`,
    `left_child=${left.join(' ')}`,
    `right_child=${right.join(' ')}`,
    `leaf_value=${tree.values.join(' ')}`,
    `leaf_weight=${tree.counts.join(' ')}`,
    `leaf_count=${tree.counts.map(Math.round).join(' ')}`,
    `internal_value=${rows.map(() => 0).join(' ')}`,
    `internal_weight=${rows.join(' ')}`,
    `internal_count=${rows.map(Math.round).join(' ')}`,
    ...(sets.length > 0
      ? [`cat_boundaries=${bounds.join(' ')}`, `cat_threshold=${sets.map((set) => set.join(' ')).join(' ')}`]
      : []),
    'is_linear=0',
    'shrinkage=1',
    '',
    '',
    '',
  ];
  return lines.join('\n');
}

/** A missing category goes right in LightGBM: where it is to go left, the sides change, and with them which categories go where. */
function complementOf(set: Uint32Array, categories: number): Uint32Array<ArrayBuffer> {
  const other = new Uint32Array(Math.max(1, Math.ceil(categories / 32)));
  for (let category = 0; category < categories; category++)
    if (!hasCategory(set, category)) other[category >>> 5]! |= 1 << (category & 31);
  return other;
}
