import type { TreeGrowth } from '../../../src/core/trees.ts';
import type { TreeCase } from './tree-case.ts';

/** A tree as whoever knows nothing of bins, histograms and kernels would grow it: every split of every leaf is tried on the rows themselves. */
export interface NaiveTree {
  /** Of the splits, in the order in which they were made. */
  readonly gains: readonly number[];
  readonly leaves: readonly { readonly rows: readonly number[]; readonly value: number }[];
}

interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

interface NaiveSplit {
  readonly gain: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly values: readonly [left: number, right: number];
}

type Limits = Pick<
  TreeGrowth,
  | 'leaves'
  | 'depth'
  | 'leafRows'
  | 'leafHessian'
  | 'l1'
  | 'l2'
  | 'minimumGain'
  | 'categorySmoothing'
  | 'categoryL2'
  | 'categoryLimit'
>;

/** Gradients and hessians have to be such that their sums are exact. */
export function naiveTree(some: TreeCase, limits: Limits): NaiveTree {
  const { x, plan, pairs } = some;
  const width = x.features.length;
  const valueAt = (row: number, feature: number) => x.data[row * width + feature]!;

  const sumsOf = (rows: readonly number[]): Sums => ({
    gradient: rows.reduce((sum, row) => sum + pairs[2 * row]!, 0),
    hessian: rows.reduce((sum, row) => sum + pairs[2 * row + 1]!, 0),
  });
  const pull = ({ gradient }: Sums) => Math.sign(gradient) * Math.max(0, Math.abs(gradient) - limits.l1);
  const score = (sums: Sums, l2: number) => pull(sums) ** 2 / (sums.hessian + l2);
  const stepOf = (sums: Sums, l2: number) => -pull(sums) / (sums.hessian + l2);

  function splitInto(rows: readonly number[], left: readonly number[], l2: number): NaiveSplit | null {
    const isLeft = new Set(left);
    const right = rows.filter((row) => !isLeft.has(row));
    const [here, there] = [sumsOf(left), sumsOf(right)];
    if (Math.min(left.length, right.length) < Math.max(1, limits.leafRows)) return null;
    if (Math.min(here.hessian, there.hessian) < limits.leafHessian) return null;
    const gain = score(here, l2) + score(there, l2) - score(sumsOf(rows), limits.l2);
    return gain > limits.minimumGain
      ? { gain, left, right, values: [stepOf(here, l2), stepOf(there, l2)] }
      : null;
  }

  /** All that a number can do: each threshold with what is missing on the right, then each with it on the left. */
  function* byNumber(rows: readonly number[], feature: number): Generator<readonly number[]> {
    const present = rows.filter((row) => !Number.isNaN(valueAt(row, feature)));
    const missing = rows.filter((row) => Number.isNaN(valueAt(row, feature)));
    const thresholds = [...new Set(present.map((row) => valueAt(row, feature)))].sort((a, b) => a - b);
    for (const more of missing.length > 0 ? [[], missing] : [[]])
      for (const threshold of thresholds)
        yield [...present.filter((row) => valueAt(row, feature) <= threshold), ...more];
  }

  /** All that categories can do, of which what is missing is the last. */
  function* byCategory(rows: readonly number[], feature: number): Generator<readonly number[]> {
    const keyOf = (row: number) => (Number.isNaN(valueAt(row, feature)) ? Infinity : valueAt(row, feature));
    const keys = [...new Set(rows.map(keyOf))].sort((a, b) => a - b);
    const groups = keys.map((key) => rows.filter((row) => keyOf(row) === key));
    if (groups.length <= 4) return yield* groups;
    const placeOf = (group: readonly number[]) => {
      const { gradient, hessian } = sumsOf(group);
      return gradient / (hessian + limits.categorySmoothing);
    };
    groups.sort((a, b) => placeOf(a) - placeOf(b));
    for (let first = 1; first < groups.length; first++)
      if (Math.min(first, groups.length - first) <= limits.categoryLimit) yield groups.slice(0, first).flat();
  }

  function bestOf(rows: readonly number[]): NaiveSplit | null {
    let best: NaiveSplit | null = null;
    for (let feature = 0; feature < width; feature++) {
      const isCategory = plan.categories[feature]! > 0;
      const isOrdered = isCategory && new Set(rows.map((row) => String(valueAt(row, feature)))).size > 4;
      const l2 = limits.l2 + (isOrdered ? limits.categoryL2 : 0);
      for (const left of isCategory ? byCategory(rows, feature) : byNumber(rows, feature)) {
        const split = splitInto(rows, left, l2);
        if (split && split.gain > (best?.gain ?? 0)) best = split;
      }
    }
    return best;
  }

  /** Whether all ask for the same step, so that there is nothing to be gained. */
  function areAlike(rows: readonly number[]): boolean {
    return new Set(rows.map((row) => pairs[2 * row]! / pairs[2 * row + 1]!)).size === 1;
  }

  const gains: number[] = [];
  const closed: { rows: readonly number[]; value: number }[] = [];
  const open: { rows: readonly number[]; value: number; depth: number; split: NaiveSplit }[] = [];
  const look = (rows: readonly number[], value: number, depth: number) => {
    const isDeep = limits.depth > 0 && depth >= limits.depth;
    const split = isDeep || areAlike(rows) ? null : bestOf(rows);
    if (split) open.push({ rows, value, depth, split });
    else closed.push({ rows, value });
  };
  const all = Array.from({ length: x.rows }, (_, row) => row);
  look(all, stepOf(sumsOf(all), limits.l2), 0);
  while (open.length > 0 && open.length + closed.length < limits.leaves) {
    let next = 0;
    for (const [i, { split }] of open.entries()) if (split.gain > open[next]!.split.gain) next = i;
    const [{ depth, split }] = open.splice(next, 1) as [(typeof open)[number]];
    gains.push(split.gain);
    const children = [
      { rows: split.left, value: split.values[0] },
      { rows: split.right, value: split.values[1] },
    ];
    if (split.left.length <= split.right.length) children.reverse();
    for (const { rows, value } of children) look(rows, value, depth + 1);
  }
  return { gains, leaves: [...open, ...closed] };
}
