import { normalCdf } from '../error-function.ts';
import type { Split } from './tree-leaf.ts';
import { gaussian, type Watched } from './watched.ts';

/** What a leaf knows of its classes, each of which has a place from the moment that it is seen. */
export interface ClassCounts {
  readonly watched: Watched;
  /** The classes in the order in which they came. */
  readonly classes: readonly number[];
  /** Weight of each of `classes`, with what was inherited from the split above. */
  readonly weights: readonly number[];
  /** What was watched here, for each of `classes`, laid out as `watched` says; null where nothing was. */
  readonly observed: readonly (Float64Array<ArrayBuffer> | null)[];
  /** Places within `classes`, in the order in which they were first watched here. */
  readonly order: readonly number[];
}

/** The best test of a leaf, and how much better it is than the best of another feature, in bits of information gain. */
export interface RankedSplit {
  readonly split: Split | null;
  readonly merit: number;
  readonly second: number;
}

/** Thresholds that are tried for a feature, evenly between its smallest and largest value: River's default. */
const thresholds = 10;
/** At least two branches must hold more than this share of the weight. */
const leastShare = 0.01;

/** Classes by place in `leaf.order`, branch after branch. */
let cells = new Float64Array(64);

/**
 * Looks for the test with the largest information gain (Domingos & Hulten 2000), numeric features by their Gaussians. Of equals
 * the later feature, and the lower threshold, wins.
 */
export function rankSplits(leaf: ClassCounts): RankedSplit {
  const { features, categories } = leaf.watched;
  const before = entropy(leaf.weights, 0, leaf.weights.length);
  let best: Split | null = null;
  let merit = -Infinity;
  let second = -Infinity;
  for (let i = 0; i < features.length; i++) {
    const found = categories[i] === 0 ? bestThreshold(leaf, i, before) : bestCategory(leaf, i, before);
    if (found.merit >= merit) {
      second = merit;
      best = found.split;
      merit = found.merit;
    } else second = Math.max(second, found.merit);
  }
  return { split: best, merit, second };
}

interface Found {
  readonly split: Split | null;
  readonly merit: number;
}

function bestThreshold(leaf: ClassCounts, i: number, before: number): Found {
  const o = leaf.watched.offsets[i]!;
  let least = Infinity;
  let most = -Infinity;
  for (const place of leaf.order) {
    const observed = leaf.observed[place]!;
    if (observed[o + gaussian.seen] === 0) continue;
    least = Math.min(least, observed[o + gaussian.least]!);
    most = Math.max(most, observed[o + gaussian.most]!);
  }
  const step = (most - least) / (thresholds + 1);
  let split: Split | null = null;
  let merit = -Infinity;
  room(2 * leaf.order.length);
  for (let t = 0; t < thresholds; t++) {
    const value = least + step * (t + 1);
    if (!(least < value && value < most)) continue;
    divide(leaf, o, value);
    const gain = gainOf(before, 2, leaf.order.length);
    if (gain > merit) {
      merit = gain;
      split = { feature: leaf.watched.features[i]!, kind: 'threshold', value };
    }
  }
  return { split, merit };
}

/** Lays into `cells` how much of each class is at most the threshold, then how much is above. */
function divide(leaf: ClassCounts, o: number, value: number): void {
  const count = leaf.order.length;
  for (let j = 0; j < count; j++) {
    const place = leaf.order[j]!;
    const seen = leaf.observed[place]![o + gaussian.seen]!;
    const left = seen * shareBelow(leaf, place, o, value);
    cells[j] = left;
    cells[count + j] = seen - left;
  }
}

function shareBelow(leaf: ClassCounts, place: number, o: number, value: number): number {
  const observed = leaf.observed[place]!;
  const seen = observed[o + gaussian.seen]!;
  if (seen === 0 || value < observed[o + gaussian.least]!) return 0;
  if (value >= observed[o + gaussian.most]!) return 1;
  const variance = seen > 1 ? observed[o + gaussian.squares]! / (seen - 1) : 0;
  return variance > 0 ? normalCdf((value - observed[o + gaussian.mean]!) / Math.sqrt(variance)) : 0;
}

function bestCategory(leaf: ClassCounts, i: number, before: number): Found {
  const o = leaf.watched.offsets[i]!;
  const feature = leaf.watched.features[i]!;
  const categories = leaf.watched.categories[i]!;
  const count = leaf.order.length;
  room(Math.max(2, categories) * count);
  for (let c = 0; c < categories; c++)
    for (let j = 0; j < count; j++) cells[c * count + j] = leaf.observed[leaf.order[j]!]![o + c]!;
  let merit = gainOf(before, categories, count);
  let split: Split | null = merit > -Infinity ? { feature, kind: 'each', value: 0 } : null;
  for (let c = 0; c < categories; c++) {
    for (let j = 0; j < count; j++) {
      const observed = leaf.observed[leaf.order[j]!]!;
      cells[j] = observed[o + c]!;
      cells[count + j] = observed[o + categories]! - observed[o + c]!;
    }
    const gain = gainOf(before, 2, count);
    if (gain > merit) {
      merit = gain;
      split = { feature, kind: 'equal', value: c };
    }
  }
  return { split, merit };
}

function room(count: number): void {
  if (cells.length < count) cells = new Float64Array(2 * count);
}

/** Information gain of branches that lie in `cells`; none unless at least two hold enough. */
function gainOf(before: number, branches: number, count: number): number {
  let total = 0;
  let after = 0;
  for (let b = 0; b < branches; b++) {
    let weight = 0;
    for (let j = 0; j < count; j++) weight += cells[b * count + j]!;
    total += weight;
    if (weight > 0) after += weight * entropy(cells, b * count, count);
  }
  let large = 0;
  for (let b = 0; b < branches; b++) {
    let weight = 0;
    for (let j = 0; j < count; j++) weight += cells[b * count + j]!;
    if (weight / total > leastShare) large++;
  }
  return large < 2 ? -Infinity : before - after / total;
}

/** In bits. */
function entropy(weights: ArrayLike<number>, at: number, count: number): number {
  let sum = 0;
  let total = 0;
  for (let j = at; j < at + count; j++) {
    const weight = weights[j]!;
    if (weight > 0) {
      sum -= weight * Math.log2(weight);
      total += weight;
    }
  }
  return total > 0 ? (sum + total * Math.log2(total)) / total : 0;
}

/**
 * What each branch of a split inherits of its leaf, as (class, weight) one behind the other; null for a category that was not seen.
 */
export function inheritance(leaf: ClassCounts, split: Split): (readonly number[] | null)[] {
  const i = leaf.watched.features.indexOf(split.feature);
  const o = leaf.watched.offsets[i]!;
  const two: [number[], number[]] = [[], []];
  if (split.kind === 'each') {
    const branches: number[][] = Array.from({ length: leaf.watched.categories[i]! }, () => []);
    for (const place of leaf.order)
      for (const [category, branch] of branches.entries()) {
        const weight = leaf.observed[place]![o + category]!;
        if (weight > 0) branch.push(leaf.classes[place]!, weight);
      }
    return branches.map((branch) => (branch.length ? branch : null));
  }
  for (const place of leaf.order) {
    const observed = leaf.observed[place]!;
    const isEqual = split.kind === 'equal';
    const seen = observed[o + (isEqual ? leaf.watched.categories[i]! : gaussian.seen)]!;
    const left = isEqual ? observed[o + split.value]! : seen * shareBelow(leaf, place, o, split.value);
    if (left > 0) two[0].push(leaf.classes[place]!, left);
    if (seen - left > 0) two[1].push(leaf.classes[place]!, seen - left);
  }
  return two;
}
