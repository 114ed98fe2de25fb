import { describe, expect, test } from 'vitest';
import type { Matrix, Prediction } from '../../../src/core/matrix.ts';
import { unwatched } from '../../../src/core/progress.ts';
import { Random } from '../../../src/core/random.ts';
import { isSumOfTrees } from '../../../src/core/tree-sum.ts';
import { columnUse } from '../../../src/flow/evaluate/column-use.ts';
import { permutationImportance } from '../../../src/flow/evaluate/permutation-importance.ts';
import { featureUse } from '../../../src/math/trees/feature-use.ts';
import { fitted, rowsOf } from '../train/trees/tree-rows.ts';

const columns = [
  { name: 'one', features: [0] },
  { name: 'pair', features: [1, 2] },
  { name: 'unused', features: [3] },
];

function rowsAtRandom(rows: number): { readonly x: Matrix; readonly y: Float32Array<ArrayBuffer> } {
  const random = new Random(3);
  const data = Float32Array.from({ length: 4 * rows }, () => random.normal());
  const x = { rows, features: ['one', 'pair a', 'pair b', 'unused'], data };
  const y = Float32Array.from(
    { length: rows },
    (_, row) => 2 * data[4 * row]! + data[4 * row + 1]! * data[4 * row + 2]! + random.normal(),
  );
  return { x, y };
}

function valueOf({ rows, data }: Matrix): Prediction {
  const values = Float32Array.from(
    { length: rows },
    (_, row) => 2 * data[4 * row]! + data[4 * row + 1]! * data[4 * row + 2]!,
  );
  return { rows, outputs: 1, values };
}

/** The mean of the loss over all ways to give each row a cell of some row: what shuffles are draws of. */
function expectedLoss(x: Matrix, y: Float32Array, features: readonly number[]): number {
  let sum = 0;
  for (let row = 0; row < x.rows; row++) {
    const data = new Float32Array(4 * x.rows);
    for (let other = 0; other < x.rows; other++) {
      data.set(x.data.subarray(4 * row, 4 * row + 4), 4 * other);
      for (const feature of features) data[4 * other + feature] = x.data[4 * other + feature]!;
    }
    const { values } = valueOf({ ...x, data });
    for (const value of values) sum += Math.abs(value - y[row]!);
  }
  return sum / x.rows ** 2;
}

describe('permutation importance', () => {
  const { x, y } = rowsAtRandom(60);
  const ask = (repeats: number, seed = 1) =>
    permutationImportance({
      predict: valueOf,
      x,
      y,
      task: 'regression',
      columns,
      repeats,
      seed,
      watch: unwatched,
    });

  test('is in the mean what all shuffles rise by, for a column of several features too', async () => {
    const repeats = 400;
    const found = await ask(repeats);
    expect(found).toMatchObject({ rows: 60, repeats, loss: 'absolute-error', errorBefore: null });
    for (const { name, features } of columns.slice(0, 2)) {
      const { rise, spread } = found.columns.find(({ column }) => column === name)!;
      const expected = expectedLoss(x, y, features) - found.before;
      expect(spread).toBeGreaterThan(0);
      expect(Math.abs(rise - expected)).toBeLessThan((4 * spread) / Math.sqrt(repeats));
    }
  });

  test('a column that the model does not look at gets exactly 0, and stands last', async () => {
    const unused = (await ask(3)).columns.at(-1)!;
    expect(unused).toEqual({ column: 'unused', rise: 0, spread: 0, errorRise: null });
  });

  test('the same seed tells the same, another one nearly so; the rows stay as they are', async () => {
    const before = x.data.slice();
    const [once, again, other] = [await ask(2), await ask(2), await ask(2, 2)];
    expect(again).toEqual(once);
    expect(other.columns[0]!.rise).not.toBe(once.columns[0]!.rise);
    expect(x.data).toEqual(before);
  });

  test('of a classification the loss is the log loss, with the share of wrong answers beside it', async () => {
    const labels = Float32Array.from(y, (value) => Number(value > 0));
    const predict = (rows: Matrix): Prediction => {
      const sure = valueOf(rows).values.map((value) => 1 / (1 + Math.exp(-value)));
      const values = Float32Array.from({ length: 2 * rows.rows }, (_, at) =>
        at % 2 ? sure[at >> 1]! : 1 - sure[at >> 1]!,
      );
      return { rows: rows.rows, outputs: 2, values };
    };
    const found = await permutationImportance({
      ...{ predict, x, y: labels, task: 'binary', columns, seed: 1, watch: unwatched },
    });
    const { values } = predict(x);
    const chances = [...labels].map((label, row) => values[2 * row + label]!);
    expect(found.loss).toBe('log-loss');
    expect(found.before).toBeCloseTo(
      chances.reduce((sum, chance) => sum - Math.log(chance), 0) / labels.length,
      6,
    );
    expect(found.errorBefore).toBe(chances.filter((chance) => chance < 0.5).length / labels.length);
    expect(found.columns[0]).toMatchObject({ column: 'one' });
    expect(found.columns[0]!.errorRise).toBeGreaterThan(0.1);
  });

  test('is heard to be cancelled between two slices, and tells how far it is', async () => {
    const controller = new AbortController();
    const told: number[] = [];
    const asked = permutationImportance({
      ...{ predict: valueOf, x, y, task: 'regression', columns, seed: 1 },
      watch: {
        signal: controller.signal,
        report: ({ done, total }) => {
          told.push(done, total);
          controller.abort();
        },
      },
    });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).toEqual([1, 3]);
  });
});

describe('what trees use', () => {
  test('of each column the gains and splits of all its features, as the trees say', async () => {
    const learner = await fitted('multiclass', rowsOf('multiclass', 300, 1));
    if (!isSumOfTrees(learner)) throw new Error('boosted trees are a sum of trees');
    const sum = learner.treeSum();
    const use = featureUse(sum.trees, 4);
    const nodes = sum.trees.flatMap(({ features, gains }) =>
      [...features].map((feature, node) => ({ feature, gain: gains[node]! })),
    );
    for (let feature = 0; feature < 4; feature++) {
      const own = nodes.filter((node) => node.feature === feature);
      expect(use.splits[feature]).toBe(own.length);
      expect(use.gains[feature]).toBeCloseTo(
        own.reduce((all, { gain }) => all + gain, 0),
        6,
      );
    }
    const ofColumns = columnUse(sum, columns);
    expect(ofColumns.reduce((all, { gainShare }) => all + gainShare, 0)).toBeCloseTo(1, 12);
    expect(ofColumns.reduce((all, { splits }) => all + splits, 0)).toBe(nodes.length);
    const pair = ofColumns.find(({ column }) => column === 'pair')!;
    expect(pair.splits).toBe(use.splits[1]! + use.splits[2]!);
    expect(pair.gainShare).toBeCloseTo(
      (use.gains[1]! + use.gains[2]!) / use.gains.reduce((all, gain) => all + gain, 0),
      12,
    );
  });

  test('without a split nothing is used', () => {
    expect(columnUse({ trees: [] }, columns)).toEqual(
      columns.map(({ name }) => ({ column: name, gainShare: 0, splits: 0 })),
    );
  });
});
