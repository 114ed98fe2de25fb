import { expect, test } from 'vitest';
import type { Learner } from '../../../../src/core/learner.ts';
import { takeBatchRows, type Batch } from '../../../../src/core/matrix.ts';
import type { Task } from '../../../../src/core/schema.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../../src/core/snapshot.ts';
import { boostedTrees } from '../../../../src/flow/train/trees/boosted-trees.ts';
import type { TreeOptions } from '../../../../src/flow/train/trees/tree-options.ts';
import { runOf } from '../../../checks/learner.ts';
import boosting from '../../../reference/boosting.json' with { type: 'json' };
import { denseParts } from '../dense-parts.ts';
import { fitted, noRows, problemOf, rowsOf } from './tree-rows.ts';

const tasks: readonly Task[] = ['binary', 'multiclass', 'regression'];

test.each(boosting.cases)(
  'predicts what scikit-learn does: $task $loss, l2 $l2, weighted $weighted',
  async (reference) => {
    const task = reference.task as Task;
    const features = ['a', 'b', 'c', 'd'];
    const x = { rows: boosting.rows, features, data: Float32Array.from(boosting.x, (cell) => cell ?? NaN) };
    const y = Float32Array.from(task === 'regression' ? boosting.value : boosting.label);
    const weights = reference.weighted ? Float32Array.from(boosting.weights) : null;
    const learner = boostedTrees.create(
      { task, features, classes: task === 'binary' ? ['0', '1'] : [] },
      {
        ...boostedTrees.defaults,
        ...{
          trees: 25,
          leaves: 8,
          leafRows: 10,
          leafHessian: 1e-3,
          l2: reference.weighted ? reference.l2 / meanOf(boosting.weights) : reference.l2,
        },
        regressionLoss: reference.loss === 'absolute_error' ? 'absolute' : 'squared',
      },
      denseParts,
    );
    const none = { x: { rows: 0, features, data: new Float32Array() }, y: new Float32Array(), weights: null };
    await learner.fit({ x, y, weights }, none, runOf());
    const { values, outputs } = learner.predict(x);
    for (const [row, wanted] of reference.predicted.entries())
      expect(values[outputs * row + outputs - 1], `row ${row + 1}`).toBeCloseTo(wanted, 4);
  },
);

test.each(tasks)('a row twice is a row of weight 2: %s', async (task) => {
  const rows = rowsOf(task, 200, 1);
  const twice = takeBatchRows(
    rows,
    Uint32Array.from({ length: 300 }, (_, i) => (i < 200 ? i : i - 200)),
  );
  const weighed = { ...rows, weights: Float32Array.from(rows.y, (_, row) => (row < 100 ? 2 : 1)) };
  const limits = {
    leafRows: 1,
    leafHessian: 0,
    l2: 0,
    categorySmoothing: 0,
    categoryL2: 0,
    leaves: 6,
  } as const;
  const one = (await fitted(task, twice, limits)).predict(rows.x).values;
  const other = (await fitted(task, weighed, limits)).predict(rows.x).values;
  for (const [at, value] of one.entries()) expect(other[at]).toBeCloseTo(value, 3);
});

test.each(tasks)(
  'an order-keeping change of a number changes no prediction on the rows that were learnt: %s',
  async (task) => {
    const rows = rowsOf(task, 200, 1);
    const bent = {
      ...rows,
      x: { ...rows.x, data: rows.x.data.map((value, at) => (at % 4 === 0 ? Math.exp(value) - 7 : value)) },
    };
    const plain = await fitted(task, rows);
    const changed = await fitted(task, bent);
    expect(changed.predict(bent.x).values).toEqual(plain.predict(rows.x).values);
  },
);

test('features in another order make the same predictions', async () => {
  const rows = rowsOf('regression', 300, 1);
  const order = [3, 1, 0, 2];
  const permuted = (batch: Batch): Batch => ({
    ...batch,
    x: {
      ...batch.x,
      features: order.map((feature) => batch.x.features[feature]!),
      data: Float32Array.from(batch.x.data, (_, at) => batch.x.data[at - (at % 4) + order[at % 4]!]!),
    },
  });
  const plain = await fitted('regression', rows);
  const problem = { ...problemOf('regression'), features: permuted(rows).x.features };
  const other = boostedTrees.create(problem, { ...boostedTrees.defaults, trees: 20 }, denseParts);
  await other.fit(permuted(rows), permuted(noRows('regression')), runOf());
  const values = plain.predict(rows.x).values;
  for (const [at, value] of other.predict(permuted(rows).x).values.entries())
    expect(value).toBeCloseTo(values[at]!, 5);
});

test.each([
  ['absolute', 0.1],
  ['quantile', 0.1],
  ['huber', 0.6],
] as const)('with the loss "%s" outliers move it less', async (regressionLoss, share) => {
  const rows = rowsOf('regression', 400, 1);
  const spoiled = { ...rows, y: rows.y.map((value, row) => (row % 10 ? value : value + 1000)) };
  const fresh = rowsOf('regression', 200, 2);
  const errorOf = async (loss: TreeOptions['regressionLoss']) => {
    const { values } = (await fitted('regression', spoiled, { regressionLoss: loss, trees: 60 })).predict(
      fresh.x,
    );
    return medianOf(Array.from(fresh.y, (y, row) => Math.abs(values[row]! - y)));
  };
  expect(await errorOf(regressionLoss)).toBeLessThan(share * (await errorOf('squared')));
});

test('the quantile that is asked for has its share of rows below it', async () => {
  const rows = rowsOf('regression', 2000, 1);
  for (const quantile of [0.1, 0.9]) {
    const learner = await fitted('regression', rows, { regressionLoss: 'quantile', quantile, trees: 60 });
    const { values } = learner.predict(rows.x);
    const below = rows.y.filter((y, row) => y <= values[row]!).length / 2000;
    expect(Math.abs(below - quantile)).toBeLessThan(0.04);
  }
});

test('Poisson regression predicts the mean of counts, and refuses what is no count', async () => {
  const rows = rowsOf('regression', 800, 1);
  const counts = { ...rows, y: rows.y.map((value) => Math.round(Math.exp(value))) };
  const learner = await fitted('regression', counts, { regressionLoss: 'poisson', trees: 60 });
  const { values } = learner.predict(rows.x);
  expect(values.every((value) => value > 0)).toBe(true);
  expect(meanOf(values)).toBeCloseTo(meanOf(counts.y), 0);
  const spoiled = { ...counts, y: counts.y.with(6, -1) };
  const told = { code: 'target', message: expect.stringContaining('the target of row 7 is -1') as string };
  await expect(fitted('regression', spoiled, { regressionLoss: 'poisson' })).rejects.toMatchObject(told);
  const before = encodeSnapshot(learner.save());
  await expect(learner.update(spoiled, runOf())).rejects.toMatchObject(told);
  expect(encodeSnapshot(learner.save())).toEqual(before);
});

test.each([1, -1])(
  'a monotone feature moves the answer one way alone (%i), updates or not',
  async (direction) => {
    const rows = rowsOf('regression', 500, 1);
    const learner = await fitted('regression', rows, { monotone: { number: direction }, leafRows: 2 });
    const turned = { ...rows, y: rows.y.map((y) => -y) };
    for (let update = 0; update < 3; update++) {
      expectOneWay(learner, rows, direction);
      await learner.update(turned, { ...runOf({ seed: update }), hasConceptChanged: update === 1 });
    }
    expectOneWay(learner, rows, direction);
  },
);

/** By the feature `number`, whatever the others are. */
function expectOneWay(learner: Pick<Learner, 'predict'>, rows: Batch, direction: number): void {
  for (let row = 0; row < 20; row++) {
    const data = Float32Array.from({ length: 4 * 50 }, (_, at) =>
      at % 4 === 0 ? at / 40 - 2.5 : rows.x.data[4 * row + (at % 4)]!,
    );
    const { values } = learner.predict({ ...rows.x, rows: 50, data });
    for (let i = 1; i < 50; i++) expect(direction * (values[i]! - values[i - 1]!)).toBeGreaterThanOrEqual(0);
  }
}

test('features of different groups are never on one way to a leaf', async () => {
  const rows = rowsOf('regression', 500, 1);
  const groups = [['number', 'few'], ['holes']];
  const { tensors } = (await fitted('regression', rows, { interactions: groups })).save();
  const group = [0, 0, 1, 2];
  const [nodes, features, left, right] = ['nodes', 'features', 'left', 'right'].map(
    (name) => tensors[`trees.${name}`]!.data,
  );
  let first = 0;
  for (const count of nodes!) {
    for (let node = 0; node < count; node++)
      for (const child of [left![first + node]! | 0, right![first + node]! | 0])
        if (child >= 0) expect(group[features![first + child]!]).toBe(group[features![first + node]!]);
    first += count;
  }
  expect(first).toBeGreaterThan(40);
});

test.each([
  { topShare: 0.2, otherShare: 0.2 },
  { rowShare: 0.5 },
  { treeFeatures: 0.5 },
  { splitFeatures: 0.5 },
])('sampled it learns nearly as well, the same for the same seed: %o', async (sampling) => {
  const rows = rowsOf('binary', 1500, 1);
  const fresh = rowsOf('binary', 500, 2);
  const first = await fitted('binary', rows, sampling);
  const second = await fitted('binary', rows, sampling);
  expect(encodeSnapshot(first.save())).toEqual(encodeSnapshot(second.save()));
  const all = await fitted('binary', rows);
  expect(accuracyOf(first.predict(fresh.x).values, fresh.y)).toBeGreaterThan(
    accuracyOf(all.predict(fresh.x).values, fresh.y) - 0.04,
  );
  expect(first.predict(fresh.x).values).not.toEqual(all.predict(fresh.x).values);
});

test.each(['append', 'refit', 'both'] as const)(
  'learns on (%s) without more trees than it may have, and is stored with what is missing',
  async (update) => {
    const rows = rowsOf('binary', 400, 1);
    const options = { update, mostTrees: 30, updateTrees: 8, refitDecay: 0.5 } as const;
    const learner = await fitted('binary', rows, options);
    const treesOf = () => learner.save().tensors['trees.nodes']!.data.length;
    const turned = rowsOf('binary', 400, 3);
    turned.y.forEach((y, row) => (turned.y[row] = 1 - y));
    const before = accuracyOf(learner.predict(turned.x).values, turned.y);
    for (let round = 0; round < 4; round++) await learner.update(turned, runOf({ seed: round }));
    expect(treesOf()).toBe(update === 'refit' ? 20 : 30);
    expect(accuracyOf(learner.predict(turned.x).values, turned.y)).toBeGreaterThan(before + 0.3);
    const snapshot = learner.save();
    expect(Object.values(snapshot.tensors).every(({ data }) => data.every(Number.isFinite))).toBe(true);
    const loaded = boostedTrees.load(decodeSnapshot(encodeSnapshot(snapshot)), denseParts);
    expect(encodeSnapshot(loaded.save())).toEqual(encodeSnapshot(snapshot));
    expect(loaded.predict(turned.x)).toEqual(learner.predict(turned.x));
  },
);

test('the oldest trees go, or those of least use', async () => {
  const rows = rowsOf('regression', 400, 1);
  const lossAfter = async (prune: TreeOptions['prune']) => {
    const learner = await fitted('regression', rows, { prune, mostTrees: 20, updateTrees: 5 });
    await learner.update(rows, runOf());
    const { values } = learner.predict(rows.x);
    return rows.y.reduce((sum, y, row) => sum + (values[row]! - y) ** 2, 0);
  };
  expect(await lossAfter('least-useful')).toBeLessThan(await lossAfter('oldest'));
});

test.each([
  [{ learningRate: 0 }, 'learningRate is 0'],
  [{ leaves: 1 }, 'leaves is 1'],
  [{ bins: 256 }, 'bins is 256'],
  [{ topShare: 0.9, otherShare: 0.2 }, 'more than all rows'],
  [{ monotone: { nobody: 1 } }, '"nobody"'],
  [{ monotone: { city: 1 } }, 'category'],
  [{ monotone: { few: 2 } }, 'monotone of "few" is 2'],
  [{ monotone: { few: 1 }, regressionLoss: 'absolute' }, 'does not go with'],
  [{ interactions: [['few', 'stranger']] }, '"stranger"'],
  [{ regressionLoss: 'cubed' }, '"cubed"'],
] as const)('refuses %o', (options, words) => {
  const all = { ...boostedTrees.defaults, ...options } as unknown as TreeOptions;
  expect(() => boostedTrees.create(problemOf('regression'), all, denseParts)).toThrow(words);
});

test('a snapshot whose trees are not whole is refused', async () => {
  const snapshot = (await fitted('binary', rowsOf('binary', 200, 1))).save();
  for (const [name, change] of [
    ['trees.left', (data: Uint32Array) => data.fill(0)],
    ['trees.features', (data: Uint32Array) => data.fill(9)],
    ['trees.right', (data: Uint32Array) => data.fill(0x80000000)],
  ] as const) {
    const tensor = snapshot.tensors[name]!;
    const data = (tensor.data as Uint32Array<ArrayBuffer>).slice();
    change(data);
    const bad = { ...snapshot, tensors: { ...snapshot.tensors, [name]: { ...tensor, data } } };
    expect(() => boostedTrees.load(bad, denseParts), name).toThrow(name);
  }
});

function accuracyOf(values: Float32Array, y: Float32Array): number {
  return y.filter((label, row) => Number(values[2 * row + 1]! > 0.5) === label).length / y.length;
}

function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
