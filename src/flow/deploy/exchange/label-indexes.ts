import type { Tree } from '../../../core/trees.ts';
import { hasCategory } from './category-sets.ts';
import type { CategoryNames, NamedTrees } from './foreign-trees.ts';

/**
 * The trees for features that are indexes of labels as recipes make them: 0 stands for every label that is none of those named, the last one for a missing
 * cell. Both go where the trees send what is missing, as LightGBM does with labels that it does not know. A feature whose labels
 * are such already stays as it is.
 */
export function ontoLabelIndexes({ grown, categories }: NamedTrees): NamedTrees {
  const { features, categories: counts = {} } = grown.problem;
  const moved = new Map<number, CategoryNames>();
  for (const [feature, name] of features.entries()) {
    const names = Object.hasOwn(categories, name) ? categories[name]! : null;
    if (names && !names.hasOther) moved.set(feature, names);
  }
  const renamed = Object.fromEntries(
    Object.entries(categories).map(([name, names]) => [name, names.hasOther ? names : withOthers(names)]),
  );
  const sizes = Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [
      name,
      Object.hasOwn(renamed, name) ? renamed[name]!.labels.length : count,
    ]),
  );
  const trees = grown.ensemble.trees.map((tree) => movedTree(tree, moved));
  return {
    grown: {
      ...grown,
      problem: { ...grown.problem, categories: sizes },
      ensemble: { ...grown.ensemble, trees },
    },
    categories: renamed,
  };
}

function movedTree(tree: Tree, moved: ReadonlyMap<number, CategoryNames>): Tree {
  if (!tree.features.some((feature) => moved.has(feature))) return tree;
  const thresholds = tree.thresholds.slice();
  const sets = tree.sets.map((set, node) => {
    const names = moved.get(tree.features[node]!);
    if (!names) return set;
    const { labels, hasMissing } = names;
    const isLeft = (category: number) =>
      set.length > 0 ? hasCategory(set, category) : category <= tree.thresholds[node]!;
    thresholds[node] = NaN;
    const isMissingLeft = hasMissing ? isLeft(labels.length - 1) : tree.missing[node] === 1;
    const count = labels.length + (hasMissing ? 1 : 2);
    const wide = new Uint32Array(Math.ceil(count / 32));
    for (let index = 0; index < count; index++) {
      const isLabel = index > 0 && index < count - 1;
      if (isLabel ? isLeft(index - 1) : isMissingLeft) wide[index >>> 5]! |= 1 << (index & 31);
    }
    return wide;
  });
  return { ...tree, thresholds, sets };
}

function withOthers({ labels, hasMissing }: CategoryNames): CategoryNames {
  return indexNames(hasMissing ? labels.slice(0, -1) : labels, true);
}

/** The names of the indexes that a recipe gives to these labels. */
export function indexNames(labels: readonly string[], hasMissing: boolean): CategoryNames {
  const taken = new Set(labels);
  const fresh = (name: string): string => (taken.has(name) ? fresh(`(${name})`) : name);
  return {
    labels: [fresh('(other)'), ...labels, ...(hasMissing ? [fresh('(missing)')] : [])],
    hasOther: true,
    hasMissing,
  };
}

/** Without the indexes that stand for none. */
export function labelsOf({ labels, hasOther, hasMissing }: CategoryNames): readonly string[] {
  return labels.slice(Number(hasOther), hasMissing ? -1 : labels.length);
}

/**
 * The trees, which send a missing category where they send the index that stands for one, or else that of labels that none knows: so that who has
 * no such indexes, but missing cells, is answered alike.
 */
export function missingLikeIndexes({ grown, categories }: NamedTrees): NamedTrees {
  const { features } = grown.problem;
  const indexes = features.map((name) => {
    if (!Object.hasOwn(categories, name)) return -1;
    const { labels, hasMissing, hasOther } = categories[name]!;
    return hasMissing ? labels.length - 1 : hasOther ? 0 : -1;
  });
  const trees = grown.ensemble.trees.map((tree) => ({
    ...tree,
    missing: tree.missing.map((left, node) => {
      const index = indexes[tree.features[node]!]!;
      const set = tree.sets[node]!;
      return index < 0 || set.length === 0 ? left : Number(hasCategory(set, index));
    }),
  }));
  return { grown: { ...grown, ensemble: { ...grown.ensemble, trees } }, categories };
}
