import type { GrownTrees, RegressionLoss } from '../../../../src/core/grown-trees.ts';
import type { Problem } from '../../../../src/core/learner.ts';
import { Random } from '../../../../src/core/random.ts';
import type { Task } from '../../../../src/core/schema.ts';
import type { Tree } from '../../../../src/core/trees.ts';
import { LARGEST_FLOAT32 } from '../../../../src/math/float32.ts';
import type { NamedTrees } from '../../../../src/flow/deploy/exchange/foreign-trees.ts';

/** Two numbers, one of them with a name that no other system takes as it is, and two categories, of which one needs two words a set. */
const FEATURES = ['size', 'a [b] < c', 'city', 'kind'] as const;
const CATEGORIES = { city: 40, kind: 5 } as const;

/** What takes part in a case. */
export interface TreeCase {
  readonly task: Task;
  readonly loss: RegressionLoss;
  readonly rounds: number;
}

export const TREE_CASES: readonly TreeCase[] = [
  { task: 'binary', loss: 'squared', rounds: 12 },
  { task: 'multiclass', loss: 'squared', rounds: 5 },
  { task: 'regression', loss: 'squared', rounds: 12 },
  { task: 'regression', loss: 'absolute', rounds: 3 },
  { task: 'regression', loss: 'huber', rounds: 3 },
  { task: 'regression', loss: 'quantile', rounds: 3 },
  { task: 'regression', loss: 'poisson', rounds: 3 },
  { task: 'binary', loss: 'squared', rounds: 0 },
];

/** Trees of any shape; nothing of them comes out of an engine, so that they are the same for as long as numbers are drawn in this way. */
export function arbitraryTrees({ task, loss, rounds }: TreeCase, seed: number): NamedTrees {
  const random = new Random(seed);
  const classes = { binary: ['no', 'yes'], multiclass: ['a', 'b', 'c'], regression: [] }[task];
  const problem: Problem = { task, features: [...FEATURES], classes, categories: CATEGORIES };
  const outputs = task === 'multiclass' ? classes.length : 1;
  const grown: GrownTrees = {
    ...{ problem, loss, quantile: 0.3, deviation: 2.5 },
    ensemble: {
      base: Float64Array.from({ length: outputs }, () => random.uniform() - 0.5),
      trees: Array.from({ length: rounds * outputs }, () => arbitraryTree(random)),
    },
  };
  const labels = Array.from({ length: CATEGORIES.city }, (_, at) => `city "${at}"`);
  return {
    grown,
    categories: {
      city: { labels, hasOther: true, hasMissing: true },
      kind: { labels: ['oak', 'fir', 'ash', 'yew', 'box'], hasOther: false, hasMissing: false },
    },
  };
}

function arbitraryTree(random: Random): Tree {
  const nodes = random.below(12);
  const features = Uint32Array.from({ length: nodes }, () => random.below(FEATURES.length));
  const sets = Array.from(features, (feature) => {
    if (feature < 2) return new Uint32Array();
    const set = new Uint32Array(feature === 2 ? 2 : 1);
    const count = CATEGORIES[FEATURES[feature] as 'city' | 'kind'];
    for (let category = 0; category < count; category++)
      if (random.uniform() < 0.4) set[category >>> 5]! |= 1 << (category & 31);
    return set;
  });
  const left = new Int32Array(nodes);
  const right = new Int32Array(nodes);
  // Each node takes the place of a leaf of the nodes before it.
  const open: (readonly [Int32Array, number])[] = [];
  for (let node = 0; node < nodes; node++) {
    if (node > 0) {
      const [[side, parent]] = open.splice(random.below(open.length), 1) as [readonly [Int32Array, number]];
      side[parent] = node;
    }
    open.push([left, node], [right, node]);
  }
  for (const [leaf, [side, node]] of open.entries()) side[node] = ~leaf;
  return {
    features,
    thresholds: Float32Array.from(features, (feature) => (feature < 2 ? anyThreshold(random) : NaN)),
    sets,
    missing: Uint8Array.from(features, () => random.below(2)),
    left,
    right,
    gains: Float64Array.from(features, () => 10 * random.uniform()),
    values: Float64Array.from({ length: nodes + 1 }, () => random.uniform() - 0.5),
    counts: Float64Array.from({ length: nodes + 1 }, () => 1 + random.below(50)),
  };
}

/** Sometimes one that every number is up to: what is missing is told from what is not. */
function anyThreshold(random: Random): number {
  return random.below(12) === 0 ? LARGEST_FLOAT32 : 2 * random.uniform() - 1;
}

/** Rows with missing cells and numbers that stand on a threshold, or closer to it than 32 bits tell: as numbers of 64 bits. */
export function arbitraryRows({ grown }: NamedTrees, rows: number, seed: number): readonly number[] {
  const random = new Random(seed);
  const thresholds = grown.ensemble.trees.flatMap(({ thresholds: all }) => [...all].filter(Number.isFinite));
  const number = () => {
    const threshold = thresholds.length > 0 ? thresholds[random.below(thresholds.length)]! : 0;
    const kind = random.below(5);
    if (kind === 0) return NaN;
    if (kind === 1) return threshold;
    if (kind === 2 && threshold < LARGEST_FLOAT32) return threshold * (1 + (random.below(9) - 4) * 2 ** -25);
    return 3 * random.uniform() - 1.5;
  };
  const category = (count: number) => (random.below(5) === 0 ? NaN : random.below(count));
  return Array.from({ length: rows }, () => [
    number(),
    number(),
    category(CATEGORIES.city),
    category(CATEGORIES.kind),
  ]).flat();
}
