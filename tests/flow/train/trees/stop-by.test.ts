import { expect, test } from 'vitest';
import type { Task } from '../../../../src/core/schema.ts';
import { boostedTrees } from '../../../../src/flow/train/trees/boosted-trees.ts';
import { stopScore } from '../../../../src/flow/train/trees/stop-score.ts';
import type { StopMetric, TreeOptions } from '../../../../src/flow/train/trees/tree-options.ts';
import { runOf } from '../../../checks/learner.ts';
import stops from '../../../reference/stop-scores.json' with { type: 'json' };
import { denseParts } from '../dense-parts.ts';
import { problemOf, rowsOf } from './tree-rows.ts';

test.each(stops.cases)(
  '$metric of a $task is that of scikit-learn',
  ({ metric, task, y, weights, answers, scores }) => {
    const problem = problemOf(task as Task);
    const labels = Float32Array.from(y);
    const values = Float32Array.from(answers);
    for (const [at, weighed] of [null, Float32Array.from(weights)].entries()) {
      const score = stopScore(metric as StopMetric, problem, { y: labels, weights: weighed });
      expect(score(values)).toBeCloseTo(scores[at]!, 6);
    }
  },
);

const fit = async (task: Task, options: Partial<TreeOptions>) => {
  const learner = boostedTrees.create(
    problemOf(task),
    { ...boostedTrees.defaults, trees: 60, leaves: 6, patience: 60, learningRate: 0.3, ...options },
    denseParts,
  );
  const report = await learner.fit(rowsOf(task, 200, 1), rowsOf(task, 150, 2), runOf());
  return { learner, report };
};

test.each([
  ['binary', 'accuracy'],
  ['binary', 'roc-auc'],
  ['multiclass', 'balanced-accuracy'],
  ['multiclass', 'macro-f1'],
  ['regression', 'mae'],
  ['regression', 'rmse'],
] as const)('of a %s the trees up to the best %s are kept', async (task, stopBy) => {
  const { learner, report } = await fit(task, { stopBy });
  const scores = report.curve.map(({ score }) => score!);
  const best = Math.max(...scores);
  expect(report.kept).toEqual(report.curve[scores.indexOf(best)]);
  const { x, y } = rowsOf(task, 150, 2);
  const kept = stopScore(stopBy, problemOf(task), { y, weights: null })(learner.predict(x).values);
  expect(kept).toBeCloseTo(best, 6);
});

test('patience counts rounds without a better score, and what is kept differs from what the loss would keep', async () => {
  const byLoss = await fit('binary', {});
  const byScore = await fit('binary', { stopBy: 'accuracy' });
  expect(byLoss.report.curve[0]).not.toHaveProperty('score');
  expect(byScore.report.kept!.step).not.toBe(byLoss.report.kept!.step);
  const impatient = await fit('binary', { stopBy: 'accuracy', patience: 5 });
  const { curve, kept } = impatient.report;
  expect(curve.length - curve.findIndex(({ step }) => step === kept!.step) - 1).toBe(5);
});

test('a metric of another task is refused, and so is an area without rows of a class', async () => {
  await expect(fit('regression', { stopBy: 'accuracy' })).rejects.toThrow(
    'stopBy is "accuracy"; choose "loss" or "mae" or "rmse"',
  );
  await expect(fit('binary', { stopBy: 'mae' })).rejects.toThrow(
    'stopBy is "mae"; choose "loss" or "accuracy"',
  );
  const rows = { y: new Float32Array(3), weights: null };
  expect(() => stopScore('roc-auc', problemOf('binary'), rows)).toThrow(
    'no validation row is of the class "yes"',
  );
});
