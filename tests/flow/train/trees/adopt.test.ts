import { expect, test } from 'vitest';
import { bearsTrees } from '../../../../src/core/grown-trees.ts';
import type { Task } from '../../../../src/core/schema.ts';
import { boostedTrees } from '../../../../src/flow/train/trees/boosted-trees.ts';
import { runOf } from '../../../checks/learner.ts';
import { denseParts } from '../dense-parts.ts';
import { fitted, rowsOf } from './tree-rows.ts';

test.each<Task>(['binary', 'multiclass', 'regression'])(
  'trees that are taken over answer to the same bits, and learn on: %s',
  async (task) => {
    const rows = rowsOf(task, 200, 1);
    const learner = await fitted(task, rows);
    if (!bearsTrees(learner)) throw new Error('boosted trees bear trees');
    const grown = learner.grown();
    const adopted = boostedTrees.adopt(grown, { ...boostedTrees.defaults, update: 'append' }, denseParts);
    expect(adopted.predict(rows.x)).toEqual(learner.predict(rows.x));
    expect(adopted.grown()).toEqual(grown);
    const later = rowsOf(task, 100, 2);
    await adopted.update(later, { ...runOf(), hasConceptChanged: false });
    const reloaded = boostedTrees.load(adopted.save(), denseParts);
    expect(reloaded.predict(later.x)).toEqual(adopted.predict(later.x));
    expect(adopted.grown().ensemble.trees.slice(0, grown.ensemble.trees.length)).toEqual(
      grown.ensemble.trees,
    );
    expect(adopted.predict(later.x)).not.toEqual(learner.predict(later.x));
  },
);

test('more trees than are kept by default are all kept, and the loss is theirs', async () => {
  const rows = rowsOf('regression', 200, 1);
  const learner = await fitted('regression', rows);
  if (!bearsTrees(learner)) throw new Error('boosted trees bear trees');
  const grown = learner.grown();
  const options = { ...boostedTrees.defaults, mostTrees: 1 };
  const adopted = boostedTrees.adopt({ ...grown, loss: 'poisson' }, options, denseParts);
  expect(adopted.grown()).toMatchObject({ loss: 'poisson' });
  expect(adopted.save().header['options']).toMatchObject({ mostTrees: grown.ensemble.trees.length });
});
