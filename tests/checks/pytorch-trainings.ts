import { describe, expect, test } from 'vitest';
import type { DenseEngine, DenseKeeping, DenseShape, DenseTraining } from '../../src/core/dense.ts';
import { plainAdam } from '../../src/math/dense.ts';
import recorded from '../reference/trainings.json' with { type: 'json' };

/** What only some of the cases have. */
interface Further {
  readonly strengths?: readonly number[];
  readonly keeping?: DenseKeeping;
  readonly kept?: readonly number[];
  readonly keptWeights?: readonly number[];
  readonly classes?: readonly number[];
}

/** Activations, losses, optimizers, penalties, layers and what rows keep and see against PyTorch's, by tests/reference/trainings.py. */
export function checkTrainingsByPytorch(open: () => Promise<DenseEngine>, within: number): void {
  describe.each(recorded.cases)('PyTorch: $name', (each) => {
    const parameters = Float32Array.from(each.parameters);
    const { optimizer, weightDecay, l2, clip } = each;
    const { strengths, keeping, kept, keptWeights, classes } = each as unknown as Further;
    const training: DenseTraining = {
      ...{ ...plainAdam, optimizer: optimizer as DenseTraining['optimizer'], weightDecay, l2, clip },
      // The script pulls towards half of where the weights began.
      anchor:
        each.anchor || strengths
          ? {
              parameters: parameters.map((value) => value / 2),
              strength: strengths ? Float32Array.from(strengths) : each.anchor,
            }
          : null,
      ...(keeping && { keeping }),
      ...(classes && { limitsClasses: true }),
    };
    const rows = Uint32Array.from(each.y.keys());
    const begin = async () =>
      (await open()).open(
        each.shape as DenseShape,
        training,
        {
          ...{ x: Float32Array.from(each.x), y: Float32Array.from(each.y), weights: null },
          ...(kept && {
            kept: { outputs: Float32Array.from(kept), weights: Float32Array.from(keptWeights!) },
          }),
          ...(classes && { classes: Uint8Array.from(classes) }),
        },
        {
          parameters,
          firstMoment: new Float32Array(parameters.length),
          secondMoment: new Float32Array(parameters.length),
          step: 0,
        },
      );

    test('loss and gradient', async () => {
      const { loss, gradient } = await (await begin()).gradient(rows);
      expect(Math.abs(loss / each.loss - 1)).toBeLessThan(within);
      expect(distance(gradient, each.gradient)).toBeLessThan(within);
    });

    test('parameters and loss after 1, 5 and 20 steps', async () => {
      const session = await begin();
      let step = 0;
      for (const expected of each.after) {
        for (; step < expected.step; step++) await session.train(rows, rows.length, recorded.learningRate);
        expect(distance((await session.state()).parameters, expected.parameters)).toBeLessThan(100 * within);
        expect(Math.abs((await session.gradient(rows)).loss / expected.loss - 1)).toBeLessThan(100 * within);
      }
      expect(step).toBe(20);
    });
  });
}

/** Euclidean distance, as a share of what is expected. */
function distance(actual: ArrayLike<number>, expected: readonly number[]): number {
  let apart = 0;
  let size = 0;
  for (const [i, value] of expected.entries()) {
    apart += (actual[i]! - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(apart / size);
}
