import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../../src/compute/reference/engine.ts';
import type { DenseShape } from '../../../src/core/dense.ts';
import { plainAdam } from '../../../src/math/dense.ts';
import { checkTrainingsByPytorch } from '../../checks/pytorch-trainings.ts';
import recorded from '../../reference/dense.json' with { type: 'json' };

const { beta1, beta2, epsilon, weightDecay } = recorded.adam;

checkTrainingsByPytorch(async () => referenceEngine, 1e-6);

// Values by tests/reference/dense.py.
describe.each(recorded.cases)('PyTorch: $name', (each) => {
  const shape = each.shape as DenseShape;
  const rows = each.y.length;
  const open = () =>
    referenceEngine.open(
      shape,
      { ...plainAdam, optimizer: { kind: 'adam', beta1, beta2, epsilon }, weightDecay },
      {
        x: Float32Array.from(each.x),
        y: Float32Array.from(each.y),
        weights: each.weights && Float32Array.from(each.weights),
      },
      {
        parameters: Float32Array.from(each.parameters),
        firstMoment: new Float32Array(each.parameters.length),
        secondMoment: new Float32Array(each.parameters.length),
        step: 0,
      },
    );
  const everything = Uint32Array.from({ length: rows }, (_, row) => row);

  test('loss and gradient', async () => {
    const { loss, gradient } = await (await open()).gradient(everything);
    expect(Math.abs(loss / each.loss - 1)).toBeLessThan(1e-6);
    expect(distance(gradient, each.gradient)).toBeLessThan(1e-6);
  });

  test('parameters, moments and loss after 1, 10 and 100 steps', async () => {
    const session = await open();
    const batches = Array.from({ length: Math.ceil(rows / recorded.batchSize) }, (_, i) =>
      everything.slice(i * recorded.batchSize, (i + 1) * recorded.batchSize),
    );
    for (let step = 1; step <= 100; step++) {
      await session.train(batches[(step - 1) % batches.length]!, recorded.batchSize, recorded.learningRate);
      const expected = each.after.find((after) => after.step === step);
      if (!expected) continue;
      const state = await session.state();
      expect(state.step).toBe(step);
      for (const key of ['parameters', 'firstMoment', 'secondMoment'] as const)
        expect(distance(state[key], expected[key]), `${key} after ${step}`).toBeLessThan(1e-4);
      const { loss } = await session.gradient(everything);
      expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(1e-4);
    }
    expect.assertions(5 * each.after.length);
  });
});

/** Euclidean distance, as a share of what is expected. */
function distance(actual: ArrayLike<number>, expected: readonly number[]): number {
  let apart = 0;
  let size = 0;
  expected.forEach((value, i) => {
    apart += (actual[i]! - value) ** 2;
    size += value ** 2;
  });
  return actual.length === expected.length ? Math.sqrt(apart / size) : Infinity;
}
