import type { Problem } from '../../../core/learner.ts';
import type { Snapshot, Tensor, TensorData } from '../../../core/snapshot.ts';
import type { Tree } from '../../../core/trees.ts';
import { refuseSnapshot } from '../dense-tensors.ts';

const PREFIX = 'trees.';

/** Trees as tensors of a snapshot, one behind the other; a leaf's number has all its bits turned round. All are finite: a category has the threshold 0. */
export function packTrees(trees: readonly Tree[]): Record<string, Tensor> {
  const sets = trees.flatMap((tree) => tree.sets);
  const tensors: Record<string, TensorData> = {
    nodes: Uint32Array.from(trees, (tree) => tree.features.length),
    features: joined(Uint32Array, trees, (tree) => tree.features),
    thresholds: joined(Float32Array, trees, (tree) => tree.thresholds.map((at) => (at === at ? at : 0))),
    missing: joined(Uint8Array, trees, (tree) => tree.missing),
    left: joined(Uint32Array, trees, (tree) => new Uint32Array(tree.left.buffer)),
    right: joined(Uint32Array, trees, (tree) => new Uint32Array(tree.right.buffer)),
    gains: joined(Float64Array, trees, (tree) => tree.gains),
    values: joined(Float64Array, trees, (tree) => tree.values),
    counts: joined(Float64Array, trees, (tree) => tree.counts),
    setWords: Uint32Array.from(sets, (set) => set.length),
    sets: joined(Uint32Array, sets, (set) => set),
  };
  return Object.fromEntries(
    Object.entries(tensors).map(([name, data]) => [PREFIX + name, { shape: [data.length], data }]),
  );
}

/**
 * What `packTrees` packed; throws `snapshot-format` where it is not the trees of this problem, so that none can be walked without an end.
 *
 * @param what the snapshot is of, for the message.
 */
export function unpackTrees(tensors: Snapshot['tensors'], what: string, problem: Problem): Tree[] {
  const width = problem.features.length;
  const refuse = (name: string) => refuseSnapshot(what, `its trees are not whole ("${PREFIX}${name}")`);
  const take = <T extends TensorData>(name: string, type: new (length: number) => T): T => {
    const data = tensors[PREFIX + name]?.data;
    return data instanceof type ? data : refuse(name);
  };
  const nodes = take('nodes', Uint32Array);
  const total = nodes.reduce((sum, count) => sum + count, 0);
  const cut = <T extends TensorData>(name: string, type: new (length: number) => T, length: number) => {
    const all = take(name, type);
    if (all.length !== length) refuse(name);
    let at = 0;
    return (count: number) => all.slice(at, (at += count)) as T;
  };
  const setWords = take('setWords', Uint32Array);
  if (setWords.length !== total) refuse('setWords');
  const nextFeatures = cut('features', Uint32Array, total);
  const nextThresholds = cut('thresholds', Float32Array, total);
  const nextMissing = cut('missing', Uint8Array, total);
  const nextLeft = cut('left', Uint32Array, total);
  const nextRight = cut('right', Uint32Array, total);
  const nextGains = cut('gains', Float64Array, total);
  const nextValues = cut('values', Float64Array, total + nodes.length);
  const nextCounts = cut('counts', Float64Array, total + nodes.length);
  const nextSet = cut(
    'sets',
    Uint32Array,
    setWords.reduce((sum, words) => sum + words, 0),
  );
  let set = 0;
  return Array.from(nodes, (count) => {
    const features = nextFeatures(count);
    const sets = Array.from({ length: count }, () => nextSet(setWords[set++]!));
    const tree: Tree = {
      features,
      thresholds: nextThresholds(count).map((at, node) => (sets[node]!.length > 0 ? NaN : at)),
      sets,
      missing: nextMissing(count),
      left: new Int32Array(nextLeft(count).buffer),
      right: new Int32Array(nextRight(count).buffer),
      gains: nextGains(count),
      values: nextValues(count + 1),
      counts: nextCounts(count + 1),
    };
    if (features.some((feature) => feature >= width)) refuse('features');
    if (!tree.values.every(Number.isFinite)) refuse('values');
    for (const [name, children] of [
      ['left', tree.left],
      ['right', tree.right],
    ] as const)
      for (const [node, child] of children.entries())
        if (child >= 0 ? child <= node || child >= count : ~child > count) refuse(name);
    return tree;
  });
}

function joined<T extends TensorData, Item>(
  type: new (length: number) => T,
  items: readonly Item[],
  of: (item: Item) => ArrayLike<number> & { readonly length: number },
): T {
  const all = new type(items.reduce((sum, item) => sum + of(item).length, 0));
  let at = 0;
  for (const item of items) {
    all.set(of(item), at);
    at += of(item).length;
  }
  return all;
}
