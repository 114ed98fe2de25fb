import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import type { LearnerKind, Problem } from '../../../src/core/learner.ts';
import { takeBatchRows, type Batch } from '../../../src/core/matrix.ts';
import type { Task } from '../../../src/core/schema.ts';
import { linear } from '../../../src/flow/train/linear.ts';
import { network } from '../../../src/flow/train/network.ts';
import cases from '../../reference/learners.json' with { type: 'json' };
import { runOf } from '../../checks/learner.ts';
import { denseParts } from './dense-parts.ts';

test.each(['linear-binary', 'linear-multiclass'] as const)('%s: log loss as scikit-learn', async (name) => {
  const { train, test: held, problem } = tableOf(name);
  const loss = await scoresOf(linear, problem, train, [train, held]);
  expect(loss[0]! / cases[name].trainScore).toBeLessThan(1.01);
  expect(loss[1]! / cases[name].testScore).toBeLessThan(1.01);
  // Lower than the optimum of the training rows would mean that the two do not measure the same.
  expect(loss[0]! / cases[name].trainScore).toBeGreaterThan(0.995);
});

test.each([
  ['linear-regression', linear, 0.002],
  ['network-friedman', network, 0.02],
] as const)('%s: R2 as scikit-learn', async (name, kind, tolerance) => {
  const { train, test: held, problem } = tableOf(name);
  const [, score] = await scoresOf(kind as LearnerKind, problem, train, [train, held]);
  expect(score).toBeGreaterThan(cases[name].testScore - tolerance);
});

function tableOf(name: keyof typeof cases) {
  const { task, classes, x, y, train } = cases[name];
  const features = x[0]!.map((_, i) => `f${i}`);
  const problem: Problem = { task: task as Task, features, classes };
  const all: Batch = {
    x: { rows: y.length, features, data: Float32Array.from(x.flat()) },
    y: Float32Array.from(y),
    weights: null,
  };
  const rows = (from: number, to: number) =>
    takeBatchRows(
      all,
      Uint32Array.from({ length: to - from }, (_, i) => from + i),
    );
  return { train: rows(0, train), test: rows(train, y.length), problem };
}

/** Log loss, or R2, of a fit without validation rows on each of the batches. */
async function scoresOf<Options extends JsonObject>(
  kind: LearnerKind<Options>,
  problem: Problem,
  train: Batch,
  batches: readonly Batch[],
): Promise<number[]> {
  const learner = kind.create(problem, kind.defaults, denseParts);
  await learner.fit(train, takeBatchRows(train, new Uint32Array()), runOf());
  return batches.map(({ x, y }) => {
    const { values, outputs } = learner.predict(x);
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    let error = 0;
    let spread = 0;
    for (let row = 0; row < y.length; row++) {
      if (outputs > 1) error -= Math.log(values[row * outputs + y[row]!]!) / y.length;
      else error += (values[row]! - y[row]!) ** 2;
      spread += (y[row]! - mean) ** 2;
    }
    return outputs > 1 ? error : 1 - error / spread;
  });
}
