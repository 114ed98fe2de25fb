import type { Tree } from '../../../core/trees.ts';

/** A place in a tree of another system; children are told by whatever numbers it knows them by. */
export type Place =
  | { readonly kind: 'leaf'; readonly value: number; readonly count: number }
  | {
      readonly kind: 'split';
      readonly feature: number;
      /** Numbers up to it go left; of no meaning where there is a set. */
      readonly threshold: number;
      /** The categories that go left; null: a number is asked for. */
      readonly set: Uint32Array<ArrayBuffer> | null;
      readonly isMissingLeft: boolean;
      readonly gain: number;
      readonly left: number;
      readonly right: number;
    };

/**
 * A tree in the order in which ours are held: parents before their children. Each place is come to once, without recursion, so that
 * neither a circle nor a very deep tree does harm.
 *
 * @param root the number of the place to begin with
 * @param look what stands at a place; throws where there is none
 * @param refuse is told of a place that is come to twice
 */
export function gatherTree(
  root: number,
  look: (place: number) => Place,
  refuse: (what: string) => never,
): Tree {
  const features: number[] = [];
  const thresholds: number[] = [];
  const sets: Uint32Array<ArrayBuffer>[] = [];
  const missing: number[] = [];
  const gains: number[] = [];
  const children: { readonly left: number[]; readonly right: number[] } = { left: [], right: [] };
  const values: number[] = [];
  const counts: number[] = [];
  const seen = new Set<number>();
  const waiting: { place: number; parent: number; side: 'left' | 'right' }[] = [
    { place: root, parent: -1, side: 'left' },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { place, parent, side } = next;
    if (seen.has(place)) refuse(`two ways lead to its place ${place}`);
    seen.add(place);
    const found = look(place);
    const number = found.kind === 'leaf' ? ~values.length : features.length;
    if (parent >= 0) children[side][parent] = number;
    if (found.kind === 'leaf') {
      values.push(found.value);
      counts.push(found.count);
      continue;
    }
    const { feature, threshold, set, isMissingLeft, gain, left, right } = found;
    features.push(feature);
    thresholds.push(set ? NaN : threshold);
    sets.push(set ?? new Uint32Array());
    missing.push(isMissingLeft ? 1 : 0);
    gains.push(gain);
    children.left.push(0);
    children.right.push(0);
    waiting.push({ place: right, parent: number, side: 'right' });
    waiting.push({ place: left, parent: number, side: 'left' });
  }
  return {
    features: Uint32Array.from(features),
    thresholds: Float32Array.from(thresholds),
    sets,
    missing: Uint8Array.from(missing),
    left: Int32Array.from(children.left),
    right: Int32Array.from(children.right),
    gains: Float64Array.from(gains),
    values: Float64Array.from(values),
    counts: Float64Array.from(counts),
  };
}
