import type { NamedTrees } from './foreign-trees.ts';
import type { Tree } from '../../../core/trees.ts';

/**
 * The trees with their base in the leaves of the first round, one of each output at least: what other systems begin from is rounded, or told in
 * another unit, in each of their versions otherwise.
 */
export function withoutBase({ grown }: NamedTrees): readonly Tree[] {
  const { base, trees } = grown.ensemble;
  const first = trees.length > 0 ? trees.slice(0, base.length) : Array.from(base, () => stump);
  return [
    ...first.map((tree, output) => ({ ...tree, values: tree.values.map((value) => base[output]! + value) })),
    ...trees.slice(base.length),
  ];
}

const stump: Tree = {
  features: new Uint32Array(),
  thresholds: new Float32Array(),
  sets: [],
  missing: new Uint8Array(),
  left: new Int32Array(),
  right: new Int32Array(),
  gains: new Float64Array(),
  values: new Float64Array(1),
  counts: new Float64Array(1),
};

/** Of each node the rows that come to it: those of the leaves below it. */
export function rowsOfNodes({ left, right, counts }: Tree): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(left.length);
  const of = (child: number) => (child < 0 ? counts[~child]! : rows[child]!);
  for (let node = left.length - 1; node >= 0; node--) rows[node] = of(left[node]!) + of(right[node]!);
  return rows;
}
