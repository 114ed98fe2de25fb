import type { Json } from '../../../core/json.ts';
import type { Tree } from '../../../core/trees.ts';
import { LARGEST_FLOAT32, nextFloat32Up } from '../../../math/float32.ts';
import { categoriesIn } from './category-sets.ts';
import { cannotLeave } from './failures.ts';
import { objectText } from './object-text.ts';
import { rowsOfNodes } from './prepare-to-leave.ts';

/** Larger than any number of 32 bits, and JSON. */
const BEYOND = '1e39';

/** Where XGBoost has no parent. */
const NO_PARENT = 2 ** 31 - 1;

/**
 * A tree as XGBoost writes it, in JSON: level by level, for up to 2.1 it takes the node behind a left child for the right one. Where categories are asked
 * for, the sides change.
 */
export function xgboostTreeText(tree: Tree, id: number, features: number): string {
  const named = tree.sets.map(categoriesIn);
  const isCategory = tree.sets.map((set) => set.length > 0);
  /** At each place a node of ours, or ~leaf. */
  const order = [tree.features.length > 0 ? 0 : ~0];
  const [left, right, parents]: [number[], number[], number[]] = [[], [], [NO_PARENT]];
  for (let place = 0; place < order.length; place++) {
    const node = order[place]!;
    left.push(node < 0 ? -1 : order.length);
    right.push(node < 0 ? -1 : order.length + 1);
    if (node < 0) continue;
    const children = [tree.left[node]!, tree.right[node]!];
    order.push(...(isCategory[node] ? children.reverse() : children));
    parents.push(place, place);
  }
  const each = (of: (node: number) => number, ofLeaf: (leaf: number) => number = () => 0) =>
    order.map((node) => (node < 0 ? ofLeaf(~node) : of(node)));
  const values = (leaf: number) => leafOf(tree.values[leaf]!);
  const rows = rowsOfNodes(tree);
  const asking = Array.from(order.keys()).filter((place) => (named[order[place]!]?.length ?? 0) > 0);
  const chosen = asking.map((place) => named[order[place]!]!);
  const sizes = chosen.map(({ length }) => length);
  let start = 0;
  const parameters: Json = {
    num_deleted: '0',
    num_feature: `${features}`,
    num_nodes: `${order.length}`,
    size_leaf_vector: '1',
  };
  return objectText({
    base_weights: numbersText(each(() => 0, values)),
    categories: JSON.stringify(chosen.flat()),
    categories_nodes: JSON.stringify(asking),
    categories_segments: JSON.stringify(sizes.map((size) => (start += size) - size)),
    categories_sizes: JSON.stringify(sizes),
    default_left: JSON.stringify(each((node) => ((tree.missing[node] === 1) !== isCategory[node] ? 1 : 0))),
    id: `${id}`,
    left_children: JSON.stringify(left),
    loss_changes: numbersText(each((node) => tree.gains[node]!)),
    parents: JSON.stringify(parents),
    right_children: JSON.stringify(right),
    split_conditions: numbersText(
      each((node) => {
        if (!isCategory[node]) return conditionOf(tree.thresholds[node]!);
        // It takes no split of categories that names none: every number lies below the condition instead.
        return named[node]!.length > 0 ? 0 : Infinity;
      }, values),
    ),
    split_indices: JSON.stringify(each((node) => tree.features[node]!)),
    split_type: JSON.stringify(each((node) => Number(named[node]!.length > 0))),
    sum_hessian: numbersText(
      each(
        (node) => rows[node]!,
        (leaf) => tree.counts[leaf]!,
      ),
    ),
    tree_param: JSON.stringify(parameters),
  });
}

/** Where every number is up to the threshold it is one that 32 bits take for infinite. */
function conditionOf(threshold: number): number {
  return threshold < LARGEST_FLOAT32 ? nextFloat32Up(threshold) : Infinity;
}

function leafOf(value: number): number {
  if (Number.isFinite(Math.fround(value))) return value;
  throw cannotLeave(
    'xgboost',
    `a leaf holds ${value}, more than 32 bits do`,
    'let the target be smaller numbers',
  );
}

/** XGBoost takes a number without a point for a whole one, and refuses it where others belong. */
function numbersText(values: readonly number[]): string {
  const texts = values.map((value) => {
    // The number of few digits that is rounded to the same Float32: nine are enough for each.
    const text = value === Infinity ? BEYOND : String(Number(Math.fround(value).toPrecision(9)));
    return /[.e]/u.test(text) ? text : `${text}.0`;
  });
  return `[${texts.join(',')}]`;
}
