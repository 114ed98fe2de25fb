import { expect, test } from 'vitest';
import { referenceTrees } from '../../../src/compute/reference/trees.ts';
import { Random } from '../../../src/core/random.ts';
import type { Tree } from '../../../src/core/trees.ts';
import { leafOf } from '../../../src/math/trees/add-tree.ts';
import { scoresOf } from '../../../src/math/trees/scores-of.ts';
import { grow, growthOf, randomCase } from '../../compute/trees/tree-case.ts';

/** Trees of numbers, some of them with what is missing on the left, and of categories. */
function someTrees(random: Random): { readonly trees: readonly Tree[]; readonly width: number } {
  const trees = Array.from({ length: 12 }, (_, round) => {
    const some = randomCase(random, 150);
    const plan = { ...some.plan, categories: round % 3 ? new Uint32Array(8) : some.plan.categories };
    const { tree } = grow(referenceTrees, { ...some, plan }, growthOf({ leaves: 1 + round, l2: 1 }));
    return tree;
  });
  return { trees, width: 8 };
}

test.each([1, 7, 8, 100, 128, 300])('the scores of %i rows are those of rows sent one by one', (rows) => {
  const random = new Random(rows);
  const { trees, width } = someTrees(random);
  const { x } = randomCase(random, rows);
  const thresholds = trees.flatMap((tree) => [...tree.thresholds]).filter((value) => !Number.isNaN(value));
  const odd = [NaN, 0, -0, Infinity, -Infinity, 1e-45, -1e-45, 3.4e38];
  for (let at = 0; at < x.data.length; at++) {
    // Categories stay indexes.
    if (at % width === 5 || at % width === 6) continue;
    if (random.uniform() < 0.3) x.data[at] = thresholds[random.below(thresholds.length)]!;
    else if (random.uniform() < 0.1) x.data[at] = odd[random.below(odd.length)]!;
  }
  for (const base of [Float64Array.of(0.25), Float64Array.of(1, -1, 0.5)]) {
    const wanted = Array.from({ length: rows }, (_, row) =>
      Array.from(base, (start, output) =>
        trees
          .filter((_, index) => index % base.length === output)
          .reduce((sum, tree) => sum + tree.values[leafOf(tree, x.data, row * width)]!, start),
      ),
    ).flat();
    // Twice: packed, and as they were packed.
    for (let time = 0; time < 2; time++) expect([...scoresOf({ base, trees }, x)]).toEqual(wanted);
  }
});
