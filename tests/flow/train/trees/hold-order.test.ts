import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../../src/core/random.ts';
import type { Tree } from '../../../../src/core/trees.ts';
import { holdOrder } from '../../../../src/flow/train/trees/hold-order.ts';
import { addTree } from '../../../../src/math/trees/add-tree.ts';

const FEATURES = 3;

/** Grown by splitting leaves at random, at thresholds within the bounds of the leaf. */
function randomTree(seed: number): Tree {
  const random = new Random(seed);
  const nodes = random.below(15);
  const [features, thresholds, left, right] = [
    [] as number[],
    [] as number[],
    [] as number[],
    [] as number[],
  ];
  /** Who points to each leaf, and the leaf's ranges. */
  const leaves: { parent: number; isLeft: boolean; low: number[]; high: number[] }[] = [
    { parent: -1, isLeft: true, low: Array<number>(FEATURES).fill(0), high: Array<number>(FEATURES).fill(1) },
  ];
  for (let node = 0; node < nodes; node++) {
    const leaf = leaves.splice(random.below(leaves.length), 1)[0]!;
    const feature = random.below(FEATURES);
    const threshold = leaf.low[feature]! + random.uniform() * (leaf.high[feature]! - leaf.low[feature]!);
    features.push(feature);
    thresholds.push(threshold);
    left.push(0);
    right.push(0);
    if (leaf.parent >= 0) (leaf.isLeft ? left : right)[leaf.parent] = node;
    leaves.push({ ...leaf, parent: node, isLeft: true, high: leaf.high.with(feature, threshold) });
    leaves.push({ ...leaf, parent: node, isLeft: false, low: leaf.low.with(feature, threshold) });
  }
  for (const [index, { parent, isLeft }] of leaves.entries())
    if (parent >= 0) (isLeft ? left : right)[parent] = ~index;
  return {
    features: Uint32Array.from(features),
    thresholds: Float32Array.from(thresholds),
    sets: features.map(() => new Uint32Array()),
    missing: new Uint8Array(nodes),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    gains: new Float64Array(nodes),
    values: Float64Array.from(leaves, () => random.normal()),
    counts: Float64Array.from(leaves, () => 1),
  };
}

const directionsOf = fc.array(fc.constantFrom(-1, 0, 1), { minLength: FEATURES, maxLength: FEATURES });

test('whatever the values of leaves, the answer moves one way with a monotone feature', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), directionsOf, (seed, directions) => {
      const tree = randomTree(seed);
      const held = holdOrder(tree, tree.values, Int8Array.from(directions));
      const random = new Random(seed);
      const steps = 40;
      for (const [feature, direction] of directions.entries())
        for (let line = 0; line < 5; line++) {
          const others = Array.from({ length: FEATURES }, () => random.uniform());
          const rows = Float32Array.from({ length: steps * FEATURES }, (_, at) =>
            at % FEATURES === feature ? Math.floor(at / FEATURES) / steps : others[at % FEATURES]!,
          );
          const answers = new Float64Array(steps);
          addTree({ ...tree, values: held }, rows, FEATURES, 0, steps, answers, 1, 0);
          for (let i = 1; i < steps; i++)
            expect(direction * (answers[i]! - answers[i - 1]!)).toBeGreaterThanOrEqual(0);
        }
      expect(holdOrder(tree, held, Int8Array.from(directions))).toEqual(held);
      expect(holdOrder(tree, tree.values, new Int8Array(FEATURES))).toEqual(tree.values);
    }),
  );
});
