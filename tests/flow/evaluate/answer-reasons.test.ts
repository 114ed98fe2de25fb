import { describe, expect, test } from 'vitest';
import type { AnswerReasons } from '../../../src/core/answer-reasons.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import type { Target, Task } from '../../../src/core/schema.ts';
import { isSumOfTrees, type TreeSum } from '../../../src/core/tree-sum.ts';
import { answerReasons } from '../../../src/flow/evaluate/answer-reasons.ts';
import { pathDependentShap } from '../../../src/math/trees/path-dependent-shap.ts';
import { fitted, problemOf, rowsOf } from '../train/trees/tree-rows.ts';

const columns = [
  { name: 'numbers', features: [0, 1] },
  { name: 'holes', features: [2] },
  { name: 'city', features: [3] },
];

const targetOf = (task: Task): Target => ({ column: 'y', task, classes: problemOf(task).classes });

const rowOf = ({ features, data }: Matrix, row: number): Matrix => ({
  rows: 1,
  features,
  data: data.slice(row * features.length, (row + 1) * features.length),
});

async function trained(task: Task, options: Parameters<typeof fitted>[2] = {}) {
  const rows = rowsOf(task, 300, 1);
  if (options.regressionLoss === 'poisson') rows.y.forEach((value, row) => (rows.y[row] = Math.exp(value)));
  const learner = await fitted(task, rows, options);
  if (!isSumOfTrees(learner)) throw new Error('boosted trees are a sum of trees');
  return { learner, sum: learner.treeSum(), x: rows.x };
}

function sumOf({ base, columns: reasons }: AnswerReasons): number {
  return reasons.reduce((sum, { contribution }) => sum + contribution, base);
}

describe.each<[Task, AnswerReasons['scale'], Parameters<typeof fitted>[2]]>([
  ['binary', 'log-odds', {}],
  ['multiclass', 'log-lead', {}],
  ['regression', 'value', {}],
  ['regression', 'log-value', { regressionLoss: 'poisson' }],
])('reasons of a %s answer as %s', (task, scale, options) => {
  test('add up to the answer that the learner gives, for its likeliest class', async () => {
    const { learner, sum, x } = await trained(task, options);
    const labels = new Set<string | null>();
    for (let row = 0; row < 40; row++) {
      const one = rowOf(x, row);
      const reasons = answerReasons(sum, one, columns, targetOf(task));
      const { values } = learner.predict(one);
      const answer = Math.max(...values);
      labels.add(reasons.label);
      expect(reasons.scale).toBe(scale);
      expect(sumOf(reasons)).toBeCloseTo(reasons.score, 10);
      expect(reasons.answer).toBeCloseTo(answer, 4);
      if (task !== 'regression') expect(reasons.label).toBe(targetOf(task).classes[values.indexOf(answer)]);
      const sizes = reasons.columns.map(({ contribution }) => Math.abs(contribution));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      expect(reasons.columns.map(({ column }) => column).toSorted()).toEqual(['city', 'holes', 'numbers']);
    }
    expect(labels.size).toBe(Math.max(1, targetOf(task).classes.length));
  });
});

test('a column has the sum of what its features have, and an answer for the first class its reverse', async () => {
  const { sum, x } = await trained('binary');
  for (let row = 0; row < 20; row++) {
    const one = rowOf(x, row);
    const { values } = pathDependentShap(sum, one);
    const { label, columns: reasons } = answerReasons(sum, one, columns, targetOf('binary'));
    const numbers = reasons.find(({ column }) => column === 'numbers')!;
    const expected = (values[0]! + values[1]!) * (label === 'yes' ? 1 : -1);
    expect(numbers.contribution).toBeCloseTo(expected, 12);
  }
});

test('what moves all classes alike is no reason', async () => {
  const { sum, x } = await trained('multiclass');
  const [first] = sum.trees;
  const alike: TreeSum = { ...sum, trees: [first!, first!, first!] };
  const { columns: reasons } = answerReasons(alike, rowOf(x, 0), columns, targetOf('multiclass'));
  for (const { contribution } of reasons) expect(contribution).toBeCloseTo(0, 12);
});

describe('the mean of trees that tell probabilities', () => {
  const tree = (values: readonly [number, number]) => ({
    ...{ features: Uint32Array.of(0), thresholds: Float32Array.of(0), sets: [new Uint32Array()] },
    ...{ missing: Uint8Array.of(1), left: Int32Array.of(~0), right: Int32Array.of(~1) },
    ...{ gains: Float64Array.of(1), values: Float64Array.from(values), counts: Float64Array.of(1, 1) },
  });
  const forest = (outputs: readonly (readonly [number, number])[]): TreeSum => ({
    base: new Float64Array(outputs.length),
    trees: [...outputs, ...outputs].map(tree),
    scale: 1 / 2,
    link: 'identity',
  });
  const low: Matrix = { rows: 1, features: ['a'], data: Float32Array.of(-1) };
  const one = [{ name: 'a', features: [0] }];

  test('of one output for two classes: it speaks for either', () => {
    const target: Target = { column: 'y', task: 'binary', classes: ['no', 'yes'] };
    const reasons = answerReasons(forest([[0.2, 0.6]]), low, one, target);
    expect(reasons).toMatchObject({ label: 'no', scale: 'probability' });
    expect(reasons.base).toBeCloseTo(0.6, 12);
    expect(reasons.score).toBeCloseTo(0.8, 12);
    expect([reasons.baseAnswer, reasons.answer]).toEqual([reasons.base, reasons.score]);
    expect(reasons.columns[0]!.contribution).toBeCloseTo(0.2, 12);
  });

  test('of one output for each class', () => {
    const target: Target = { column: 'y', task: 'multiclass', classes: ['a', 'b', 'c'] };
    const reasons = answerReasons(
      forest([
        [0.2, 0.6],
        [0.7, 0.3],
        [0.1, 0.1],
      ]),
      low,
      one,
      target,
    );
    expect(reasons).toMatchObject({ label: 'b', scale: 'probability' });
    expect(reasons.columns[0]!.contribution).toBeCloseTo(0.2, 12);
    expect(reasons.answer).toBeCloseTo(0.7, 12);
  });
});
