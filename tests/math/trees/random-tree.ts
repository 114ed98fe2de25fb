import type { Random } from '../../../src/core/random.ts';
import type { Tree } from '../../../src/core/trees.ts';

/**
 * A tree of so many leaves, each a random one split: of numbers and, where the feature's number is even, of categories; values and counts at random.
 *
 * @param evenly whether the shallowest leaf is split, not a random one.
 */
export function randomTree(random: Random, leaves: number, features: number, evenly = false): Tree {
  const nodes = leaves - 1;
  const tree = {
    features: new Uint32Array(nodes),
    thresholds: new Float32Array(nodes),
    sets: [] as Uint32Array<ArrayBuffer>[],
    missing: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    gains: new Float64Array(nodes),
    values: new Float64Array(leaves),
    counts: new Float64Array(leaves),
  };
  const open: { readonly hang: (child: number) => void }[] = [{ hang: () => undefined }];
  for (let node = 0; node < nodes; node++) {
    const [{ hang }] = open.splice(evenly ? 0 : random.below(open.length), 1) as [(typeof open)[number]];
    hang(node);
    tree.features[node] = random.below(features);
    const isCategory = tree.features[node]! % 2 === 0;
    tree.thresholds[node] = isCategory ? NaN : random.normal();
    tree.sets.push(isCategory ? Uint32Array.of(random.next() & 0xff) : new Uint32Array());
    tree.missing[node] = random.below(2);
    tree.gains[node] = random.uniform();
    open.push(
      { hang: (child) => (tree.left[node] = child) },
      { hang: (child) => (tree.right[node] = child) },
    );
  }
  for (const [leaf, { hang }] of open.entries()) {
    hang(~leaf);
    tree.values[leaf] = random.normal();
    tree.counts[leaf] = 1 + random.below(50);
  }
  return tree;
}

/** Rows that such trees are asked about: categories 0 to 8, of which trees know 8, numbers, and a fifth of the cells missing. */
export function randomRow(random: Random, features: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: features }, (_, feature) =>
    random.uniform() < 0.2 ? NaN : feature % 2 === 0 ? random.below(9) : random.normal(),
  );
}
