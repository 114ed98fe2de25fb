import type { Matrix } from '../../../src/core/matrix.ts';
import type { Random } from '../../../src/core/random.ts';
import { inOneGo } from '../../../src/core/sliced.ts';
import type { BinPlan, Tree, TreeEngine, TreeGrowth, TreeSession } from '../../../src/core/trees.ts';

/** Growth without any limit but those given. */
export function growthOf(limits: Partial<TreeGrowth> = {}): TreeGrowth {
  return {
    leaves: 31,
    depth: 0,
    leafRows: 1,
    leafHessian: 0,
    l1: 0,
    l2: 0,
    minimumGain: 0,
    categorySmoothing: 1,
    categoryL2: 1,
    categoryLimit: 32,
    treeFeatures: 1,
    splitFeatures: 1,
    isRandom: false,
    monotone: null,
    interactions: null,
    seed: 1,
    ...limits,
  };
}

/** Rows with their gradients and hessians. */
export interface TreeCase {
  readonly x: Matrix;
  readonly plan: BinPlan;
  readonly pairs: Float32Array; // (rows, 2)
}

/** What can stand in a column, beside numbers that are nearly all different. */
const columns: readonly ((random: Random) => number)[] = [
  (random) => random.normal(),
  (random) => random.below(4),
  (random) => (random.uniform() < 0.3 ? NaN : random.normal()),
  () => 7,
  () => NaN,
  (random) => (random.uniform() < 0.2 ? NaN : random.below(12)),
  (random) => random.below(3),
  (random) => Math.exp(8 * random.normal()),
];
const categories = Uint32Array.of(0, 0, 0, 0, 0, 12, 3, 0);

/** Rows of ties, constants, missing cells, categories and extreme weights, whose gradients follow some of the features. */
export function randomCase(random: Random, rows: number, bins = 255): TreeCase {
  const width = columns.length;
  const data = new Float32Array(rows * width);
  const pairs = new Float32Array(2 * rows);
  const hasExtremes = random.uniform() < 0.5;
  for (let row = 0; row < rows; row++) {
    for (const [feature, draw] of columns.entries()) data[row * width + feature] = draw(random);
    const weight = hasExtremes ? 10 ** (12 * random.uniform() - 6) : 1;
    const [first, second, third] = [data[row * width]!, data[row * width + 1]!, data[row * width + 2]!];
    const target = Math.sin(2 * first) + (second === 2 ? 1 : 0) + (Number.isNaN(third) ? -1 : third);
    pairs[2 * row] = weight * (random.normal() - target);
    pairs[2 * row + 1] = weight * random.uniform();
  }
  const features = Array.from(columns.keys(), (feature) => `f${feature}`);
  return { x: { rows, features, data }, plan: { categories, bins, sampleRows: 1000, seed: 3 }, pairs };
}

/** Rows in one chunk. */
export function openWhole(engine: TreeEngine, x: Matrix, plan: BinPlan): TreeSession {
  const intake = engine.open(x.rows, plan);
  inOneGo(intake.look(x));
  inOneGo(intake.take(x));
  return intake.session();
}

/** The tree that an engine grows, and in which leaf each row ends. */
export function grow(
  engine: TreeEngine,
  { x, plan, pairs }: TreeCase,
  growth: TreeGrowth,
  rows: Uint32Array<ArrayBuffer> | null = null,
): { readonly tree: Tree; readonly leaves: Uint32Array; readonly leafRows: readonly (readonly number[])[] } {
  const session = openWhole(engine, x, plan);
  session.gradients().set(pairs);
  const tree = inOneGo(session.grow(rows, growth));
  const leafRows = Array.from(tree.values, (_, leaf) => [...session.leafRows(leaf)]);
  const leaves = session.leavesOf(Uint32Array.from({ length: x.rows }, (_, row) => row));
  session.close();
  return { tree, leaves, leafRows };
}
