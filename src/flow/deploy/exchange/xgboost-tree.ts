import type { Json } from '../../../core/json.ts';
import type { Tree } from '../../../core/trees.ts';
import { LARGEST_FLOAT32, nextFloat32Down } from '../../../math/float32.ts';
import type { CategorySets } from './category-sets.ts';
import { treesUnsupported } from './failures.ts';
import { gatherTree } from './gather-tree.ts';
import type { JsonShape } from './json-shape.ts';

/** Who looks into the file, makes sets, and says what is wrong. */
export interface XgboostReading {
  readonly shape: JsonShape;
  readonly sets: CategorySets;
  readonly refuse: (what: string) => never;
}

/**
 * One tree of XGBoost. A number below the condition goes left there, one up to the threshold here: the threshold is the Float32 before it.
 * Of categories those that are named go right there, all others left: the sides are changed.
 *
 * @param place its name within the file, for messages
 */
export function readXgboostTree(
  tree: Json,
  place: string,
  features: number,
  { shape, sets, refuse }: XgboostReading,
): Tree {
  const list = (key: string, length?: number) =>
    shape.numbers(shape.at(tree, key), `${place}.${key}`, length);
  const lefts = list('left_children');
  const { length } = lefts;
  if (length === 0) refuse(`"${place}" has no node`);
  const width = shape.at(shape.at(tree, 'tree_param'), 'size_leaf_vector');
  if (width !== undefined && shape.count(width, `${place}.tree_param.size_leaf_vector`) > 1)
    throw treesUnsupported(
      'xgboost',
      'its leaves hold a vector each',
      'train it with multi_strategy="one_output_per_tree"',
    );
  const rights = list('right_children', length);
  const asked = list('split_indices', length);
  const defaults = list('default_left', length);
  const gains = optional('loss_changes');
  const weights = optional('sum_hessian');
  const isCategory = optional('split_type');
  // No number where a split is between categories: it is not looked at.
  const conditions = shape.numbers(
    shape
      .list(shape.at(tree, 'split_conditions'), `${place}.split_conditions`)
      .map((item, node) => (item === null && isCategory[node] === 1 ? 0 : item)),
    `${place}.split_conditions`,
    length,
  );
  const chosen = categoriesOf();
  return gatherTree(
    0,
    (node) => {
      if (!(Number.isInteger(node) && node >= 0 && node < length))
        refuse(`a node of "${place}" has the child ${node}; its nodes go from 0 to ${length - 1}`);
      const condition = Math.fround(conditions[node]!);
      if (lefts[node] === -1) {
        if (Number.isFinite(condition)) return { kind: 'leaf', value: condition, count: weights[node]! };
        refuse(`"${place}.split_conditions[${node}]" is ${conditions[node]}, more than 32 bits hold`);
      }
      const feature = asked[node]!;
      if (!(Number.isInteger(feature) && feature >= 0 && feature < features))
        refuse(`"${place}.split_indices[${node}]" is ${feature}; its features go from 0 to ${features - 1}`);
      const isDefaultLeft = defaults[node] === 1;
      const split = { kind: 'split', feature, gain: gains[node]! } as const;
      const [left, right] = [lefts[node]!, rights[node]!];
      if (isCategory[node] === 1) {
        const set = sets.of(chosen.get(node) ?? refuse(`node ${node} of "${place}" names no categories`));
        return { ...split, threshold: NaN, set, isMissingLeft: !isDefaultLeft, left: right, right: left };
      }
      const threshold = condition === Infinity ? LARGEST_FLOAT32 : nextFloat32Down(condition);
      if (!Number.isFinite(threshold))
        refuse(`"${place}.split_conditions[${node}]" is ${condition}; no number is below it`);
      return { ...split, threshold, set: null, isMissingLeft: isDefaultLeft, left, right };
    },
    (what) => refuse(`"${place}" is no tree: ${what}`),
  );

  function optional(key: string): readonly number[] {
    return shape.at(tree, key) === undefined ? new Array<number>(length).fill(0) : list(key, length);
  }

  /** The categories of each node that names some. */
  function categoriesOf(): ReadonlyMap<number, readonly number[]> {
    if (shape.at(tree, 'categories_nodes') === undefined) return new Map();
    const nodes = list('categories_nodes');
    const [starts, sizes] = [
      list('categories_segments', nodes.length),
      list('categories_sizes', nodes.length),
    ];
    const all = list('categories');
    return new Map(
      nodes.map((node, at) => {
        const [start, size] = [starts[at]!, sizes[at]!];
        if (
          !(Number.isInteger(start) && Number.isInteger(size) && start >= 0 && size >= 0) ||
          start + size > all.length
        )
          refuse(`the categories of node ${node} of "${place}" lie beyond their list of ${all.length}`);
        return [node, all.slice(start, start + size)];
      }),
    );
  }
}
