import { expect, test } from 'vitest';
import { chooseTrees } from '../../../../src/compute/choose-trees.ts';
import { referenceEngine } from '../../../../src/compute/reference/engine.ts';
import type { LearnerParts, LearningRun } from '../../../../src/core/learner.ts';
import type { Batch, Prediction } from '../../../../src/core/matrix.ts';
import { unwatched } from '../../../../src/core/progress.ts';
import { Random } from '../../../../src/core/random.ts';
import { classBalancedReservoir } from '../../../../src/flow/learn/class-balanced-reservoir.ts';
import { experienceReplay } from '../../../../src/flow/learn/strategies/experience-replay.ts';
import { lossProblem, LossEstimator } from '../../../../src/flow/monitor/without-labels/loss-estimate.ts';
import { network } from '../../../../src/flow/train/network.ts';
import { forward } from '../../../../src/math/dense.ts';

const parts: LearnerParts = {
  chooseEngine: async () => ({ engine: referenceEngine, reason: 'plain TypeScript' }),
  forward,
  chooseTrees,
  memory: classBalancedReservoir,
  strategy: experienceReplay,
};
const run: LearningRun = { seed: 1, engine: 'auto', context: unwatched };

test('tells the error of a regression where the features alone have changed', async () => {
  const labelled = draw(2000, 1, () => 0);
  const learner = network.create(lossProblem(['x']), { ...network.defaults, epochs: 20 }, parts);
  const estimator = await LossEstimator.fit(learner, labelled.batch, labelled.prediction, run);
  const newer = draw(4000, 2, (row) => (row < 2000 ? -1 : 1));
  const { whole, chunks, assumption } = estimator.estimate(newer.batch.x, newer.prediction);
  expect(chunks).toHaveLength(4);
  for (const { start, end, meanAbsoluteError, low, high } of [whole, ...chunks]) {
    const real = errorOf(newer, start, end);
    expect(Math.abs(meanAbsoluteError / real - 1)).toBeLessThan(0.15);
    expect(low).toBeLessThan(meanAbsoluteError);
    expect(high).toBeGreaterThan(meanAbsoluteError);
  }
  expect(chunks[3]!.low).toBeGreaterThan(2 * chunks[0]!.high);
  expect(assumption).toMatch(/only the features have changed.*labels alone show/);
});

test('refuses too few rows, and predictions of other rows or of classes', async () => {
  const { batch } = draw(100, 3, () => 0);
  const learner = network.create(lossProblem(['x']), network.defaults, parts);
  const refused = expect.objectContaining({ code: 'estimate', stage: 'monitor' }) as Error;
  const few = draw(7, 4, () => 0);
  await expect(LossEstimator.fit(learner, few.batch, few.prediction, run)).rejects.toThrowError(refused);
  await expect(LossEstimator.fit(learner, batch, few.prediction, run)).rejects.toThrowError(refused);
  const classes: Prediction = { rows: 100, outputs: 2, values: new Float32Array(200) };
  await expect(LossEstimator.fit(learner, batch, classes, run)).rejects.toThrowError(refused);
});

test('the prediction gets a name that no feature has', () => {
  expect(lossProblem(['prediction', 'a']).features).toEqual(['prediction', 'a', 'prediction ']);
});

/** y = x + noise that grows with x, predicted without the noise. */
function draw(
  rows: number,
  seed: number,
  centre: (row: number) => number,
): { batch: Batch; prediction: Prediction } {
  const random = new Random(seed);
  const data = Float32Array.from({ length: rows }, (_, row) => random.normal() + centre(row));
  const y = data.map((x) => x + Math.exp(0.5 * x) * random.normal());
  return {
    batch: { x: { rows, features: ['x'], data }, y, weights: null },
    prediction: { rows, outputs: 1, values: data.slice() },
  };
}

function errorOf({ batch, prediction }: ReturnType<typeof draw>, start: number, end: number): number {
  let sum = 0;
  for (let row = start; row < end; row++) sum += Math.abs(batch.y[row]! - prediction.values[row]!);
  return sum / (end - start);
}
