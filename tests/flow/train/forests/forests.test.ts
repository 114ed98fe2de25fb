import { expect, test } from 'vitest';
import type { ChunkLearner } from '../../../../src/core/learner.ts';
import type { Batch, ChunkedBatch } from '../../../../src/core/matrix.ts';
import { Random } from '../../../../src/core/random.ts';
import type { Task } from '../../../../src/core/schema.ts';
import { isSumOfTrees, type SumOfTrees } from '../../../../src/core/tree-sum.ts';
import { bearsTrees } from '../../../../src/core/grown-trees.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../../src/core/snapshot.ts';
import { drawBag } from '../../../../src/flow/train/forests/draw-bag.ts';
import type { ForestOptions } from '../../../../src/flow/train/forests/forest-options.ts';
import { randomForest } from '../../../../src/flow/train/forests/random-forest.ts';
import { leafOf } from '../../../../src/math/trees/add-tree.ts';
import { runOf } from '../../../checks/learner.ts';
import { denseParts } from '../dense-parts.ts';
import { problemOf, rowsOf } from '../trees/tree-rows.ts';
import { fittedForest } from './forest-case.ts';

const tasks: readonly Task[] = ['binary', 'multiclass', 'regression'];

test.each(tasks)('what is out of the bag is what bags and trees say by hand: %s', async (task) => {
  const rows = rowsOf(task, 300, 1);
  const { learner, report } = await fittedForest('random-forest', task, rows);
  const { base, trees } = (learner as SumOfTrees).treeSum();
  const outputs = base.length;
  const bags = Array.from(
    { length: 15 },
    (_, tree) =>
      drawBag(300, randomForest.defaults, new Random((3 ^ Math.imul(tree + 1, 0x9e3779b9)) >>> 0)).counts!,
  );
  let [loss, right, judged] = [0, 0, 0];
  const judgedY: number[] = [];
  for (let row = 0; row < 300; row++) {
    const own = bags.flatMap((counts, tree) => (counts[row] === 0 ? [tree] : []));
    if (own.length === 0) continue;
    judged++;
    const scores = Array.from(base, (start, output) => {
      const says = own.map((tree) => {
        const grown = trees[tree * outputs + output]!;
        return start + grown.values[leafOf(grown, rows.x.data, 4 * row)]!;
      });
      const sum = says.reduce((so, value) => so + value, 0);
      return task === 'regression' ? sum / own.length : (sum + start) / (own.length + 1);
    });
    const y = rows.y[row]!;
    judgedY.push(y);
    const chances = task === 'binary' ? [1 - scores[0]!, scores[0]!] : scores;
    if (task === 'regression') loss += (scores[0]! - y) ** 2 / 2;
    else {
      loss -= Math.log(chances[y]!);
      right += Number(chances.indexOf(Math.max(...chances)) === y);
    }
  }
  const mean = judgedY.reduce((so, value) => so + value, 0) / judged;
  const variance = judgedY.reduce((so, value) => so + (value - mean) ** 2, 0) / judged;
  const score = task === 'regression' ? 1 - (2 * loss) / judged / variance : right / judged;
  expect(judged).toBeGreaterThan(290);
  expect(report.kept!.outOfBagLoss).toBeCloseTo(loss / judged, 9);
  expect(report.kept!.outOfBagScore).toBeCloseTo(score, 9);
});

test.each(tasks)('what rows out of the bag say is near what new rows say: %s', async (task) => {
  const { learner, report } = await fittedForest('random-forest', task, rowsOf(task, 1500, 1), { trees: 60 });
  const fresh = rowsOf(task, 1500, 2);
  const { values, outputs } = learner.predict(fresh.x);
  const losses = Array.from(fresh.y, (y, row) =>
    outputs === 1 ? (values[row]! - y) ** 2 / 2 : -Math.log(values[row * outputs + y]!),
  );
  const loss = losses.reduce((so, value) => so + value, 0) / 1500;
  expect(Math.abs(report.kept!.outOfBagLoss! / loss - 1)).toBeLessThan(0.2);
  expect(report.kept!.trainLoss).toBeLessThan(0.6 * loss);
});

test('where each tree is grown on all rows, none is out of the bag; where a bag is smaller than the table, some are', async () => {
  const rows = rowsOf('binary', 300, 1);
  const { report } = await fittedForest('extra-trees', 'binary', rows);
  expect(report.kept).not.toHaveProperty('outOfBagLoss');
  const smaller = await fittedForest('extra-trees', 'binary', rows, { bagRows: 200 });
  expect(smaller.report.kept!.outOfBagScore).toBeGreaterThan(0.6);
});

test.each([
  [{ bag: 'replacement', bagRows: 1000 }, 500, 500],
  [{ bag: 'replacement', bagRows: 100 }, 500, 100],
  [{ bag: 'none', bagRows: 100 }, 500, 100],
] as const)('a bag %o of %i rows has %i draws', (options, rows, draws) => {
  const { rows: drawn, counts } = drawBag(rows, options, new Random(5));
  expect(counts!.reduce((so, count) => so + count, 0)).toBe(draws);
  expect([...drawn!]).toEqual([...counts!.keys()].filter((row) => counts![row]! > 0));
  if (options.bag === 'none') expect(Math.max(...counts!)).toBe(1);
  else expect(drawn!.length / draws).toBeGreaterThan(draws < rows ? 0.8 : 0.58);
});

test('classes share a tree, whose shares add up to 1, and are stored once', async () => {
  const rows = rowsOf('multiclass', 300, 1);
  const { learner } = await fittedForest('random-forest', 'multiclass', rows);
  const { base, trees, scale, link } = (learner as SumOfTrees).treeSum();
  expect(trees).toHaveLength(45);
  expect(link).toBe('identity');
  const { tensors } = learner.save();
  expect(tensors['trees.nodes']!.data).toHaveLength(15);
  const { values } = learner.predict(rows.x);
  for (let row = 0; row < 300; row++) {
    const scores = Array.from(base);
    for (const [at, tree] of trees.entries())
      scores[at % 3]! += scale * tree.values[leafOf(tree, rows.x.data, 4 * row)]!;
    expect(scores.reduce((so, value) => so + value, 0)).toBeCloseTo(1, 9);
    for (let c = 0; c < 3; c++) expect(values[3 * row + c]).toBeCloseTo(scores[c]!, 6);
  }
});

test.each(tasks)('sure trees leave no answer without any chance: %s', async (task) => {
  const rows = rowsOf(task, 300, 1);
  const { learner } = await fittedForest('random-forest', task, rows, { trees: 1, bag: 'none' });
  const { values } = learner.predict(rowsOf(task, 500, 2).x);
  expect(values.every((value) => Number.isFinite(value) && (task === 'regression' || value > 0))).toBe(true);
});

test.each(['append', 'refit', 'both'] as const)(
  'learns on (%s) without more trees than it may have, and is stored as it is',
  async (update) => {
    const rows = rowsOf('multiclass', 400, 1);
    const options = { update, trees: 20, mostTrees: 30, updateTrees: 8, refitDecay: 0.5 } as const;
    const { learner } = await fittedForest('random-forest', 'multiclass', rows, options);
    const turned = rowsOf('multiclass', 400, 3);
    turned.y.forEach((y, row) => (turned.y[row] = (y + 1) % 3));
    const accuracy = () => {
      const { values } = learner.predict(turned.x);
      return (
        turned.y.filter((y, row) => {
          const own = [...values.subarray(3 * row, 3 * row + 3)];
          return own.indexOf(Math.max(...own)) === y;
        }).length / 400
      );
    };
    const before = accuracy();
    for (let round = 0; round < 4; round++) {
      const { kept } = await learner.update(turned, runOf({ seed: round }));
      if (update === 'refit') expect(kept).toBe(null);
      else expect(kept!.step).toBe(8);
    }
    expect(learner.save().tensors['trees.nodes']!.data).toHaveLength(update === 'refit' ? 20 : 30);
    expect(accuracy()).toBeGreaterThan(before + 0.3);
    const loaded = randomForest.load(decodeSnapshot(encodeSnapshot(learner.save())), denseParts);
    expect(encodeSnapshot(loaded.save())).toEqual(encodeSnapshot(learner.save()));
    expect(loaded.predict(turned.x)).toEqual(learner.predict(turned.x));
  },
);

test('the trees that go are the oldest, or those of least use', async () => {
  const rows = rowsOf('regression', 400, 1);
  const lossAfter = async (prune: ForestOptions['prune']) => {
    const { learner } = await fittedForest('random-forest', 'regression', rows, {
      ...{ prune, trees: 12, mostTrees: 12, updateTrees: 4 },
    });
    await learner.update(rows, runOf());
    const { values } = learner.predict(rows.x);
    return rows.y.reduce((sum, y, row) => sum + (values[row]! - y) ** 2, 0);
  };
  expect(await lossAfter('least-useful')).toBeLessThan(await lossAfter('oldest'));
});

test('rows in chunks grow the same forest, to the byte, as rows in one', async () => {
  const [rows, judges] = [rowsOf('multiclass', 300, 1), rowsOf('multiclass', 100, 2)];
  const options = { ...randomForest.defaults, trees: 6 };
  const chunked = ({ x, ...labels }: Batch, size: number): ChunkedBatch => ({
    ...labels,
    x: {
      ...{ rows: x.rows, features: x.features },
      async *chunks() {
        for (let from = 0; from < x.rows; from += size) {
          const to = Math.min(x.rows, from + size);
          yield { ...x, rows: to - from, data: x.data.slice(4 * from, 4 * to) };
        }
      },
    },
  });
  const make = () => randomForest.create(problemOf('multiclass'), options, denseParts);
  const [whole, parts] = [make(), make() as ChunkLearner];
  const report = await whole.fit(rows, judges, runOf());
  expect(await parts.fitChunks(chunked(rows, 70), chunked(judges, 33), runOf())).toEqual(report);
  expect(encodeSnapshot(parts.save())).toEqual(encodeSnapshot(whole.save()));
});

test('a forest is a sum of trees, but none that boosted trees could be taken for', async () => {
  const { learner } = await fittedForest('extra-trees', 'binary', rowsOf('binary', 200, 1));
  expect(isSumOfTrees(learner)).toBe(true);
  expect(bearsTrees(learner)).toBe(false);
});

test.each([
  [{ trees: 0 }, 'trees is 0'],
  [{ leaves: 1 }, 'leaves is 1'],
  [{ leaves: 5000 }, 'leaves is 5000'],
  [{ bagRows: 0.5 }, 'bagRows is 0.5'],
  [{ bag: 'twice' }, 'bag is "twice"'],
  [{ splitFeatures: 2 }, 'splitFeatures is 2'],
  [{ update: 'never' }, 'update is "never"'],
])('refuses %o', (options, words) => {
  const all = { ...randomForest.defaults, ...options } as unknown as ForestOptions;
  expect(() => randomForest.create(problemOf('binary'), all, denseParts)).toThrow(words);
});

test('a snapshot without the values of every class is refused', async () => {
  const { learner } = await fittedForest('random-forest', 'multiclass', rowsOf('multiclass', 200, 1));
  const snapshot = learner.save();
  const others = snapshot.tensors['trees.others']!.data as Float64Array<ArrayBuffer>;
  for (const data of [others.slice().fill(NaN), others.slice(1)]) {
    const tensors = { ...snapshot.tensors, 'trees.others': { shape: [data.length], data } };
    expect(() => randomForest.load({ ...snapshot, tensors }, denseParts)).toThrow('trees are not whole');
  }
});
