import { expect, test } from 'vitest';
import { referenceTrees } from '../../../src/compute/reference/trees.ts';
import { openWasmTrees } from '../../../src/compute/wasm/trees.ts';
import { Random } from '../../../src/core/random.ts';
import { inOneGo } from '../../../src/core/sliced.ts';
import { addTree } from '../../../src/math/trees/add-tree.ts';
import { grow, growthOf, randomCase } from './tree-case.ts';

test.each(['reference', 'wasm'] as const)(
  'rows apart change no tree, and end where their values lead them: %s',
  async (kind) => {
    const engine = kind === 'wasm' ? await openWasmTrees() : referenceTrees;
    const random = new Random(23);
    for (const [rows, apart, bins] of [
      [1, 3, 255],
      [90, 40, 4],
      [300, 700, 255],
    ] as const) {
      const learnt = randomCase(random, rows, bins);
      const { x } = randomCase(random, apart, bins);
      const growth = growthOf({ leaves: 12 });
      const intake = engine.open(rows, learnt.plan, apart);
      inOneGo(intake.look(learnt.x));
      inOneGo(intake.take(learnt.x));
      inOneGo(intake.take(x));
      const session = intake.session();
      session.gradients().set(learnt.pairs);
      const tree = inOneGo(session.grow(null, growth));
      expect(session.rows).toBe(rows);
      expect(tree).toEqual(grow(engine, learnt, growth).tree);

      const leaves = session.leavesOf(Uint32Array.from({ length: apart }, (_, row) => rows + row));
      const values = new Float64Array(apart);
      addTree(tree, x.data, x.features.length, 0, apart, values, 1, 0);
      expect(Array.from(leaves, (leaf) => tree.values[leaf])).toEqual([...values]);
      session.close();
    }
  },
);
