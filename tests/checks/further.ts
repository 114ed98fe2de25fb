import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import type { DenseEngine, DenseState, DenseTraining } from '../../src/core/dense.ts';
import { denseRanges, plainAdam } from '../../src/math/dense.ts';
import { expectClose } from './close.ts';
import { adam, furtherCases, plainGradient, plainLoss, type DenseCase } from './dense-case.ts';

const someRows = Uint32Array.of(3, 0, 10, 3, 7, 1);
const last = furtherCases.at(-1)!;

/** Layer normalisation and embeddings, by their definitions. */
export function checkFurther(engineOf: () => DenseEngine): void {
  describe('layer normalisation and embeddings', () => {
    test.each(furtherCases)('gradient of $name is the slope of the loss', async (each) => {
      const session = await engineOf().open(each.shape, adam, each.data, each.state);
      const { loss, gradient } = await session.gradient(someRows);
      session.close();
      const expected = plainLoss(each.shape, Float64Array.from(each.state.parameters), each.data, someRows);
      expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-4);
      expectClose(gradient, plainGradient(each, someRows), 1e-3);
    });

    test('decay and pulls concern weights and embeddings, never biases, gains and offsets', async () => {
      // Without a gradient, for no row weighs anything: what moves was pulled.
      const weightless = { ...last, data: { ...last.data, weights: new Float32Array(11) } };
      const descent = { kind: 'momentum', momentum: 0 } as const;
      const anchor = { parameters: last.state.parameters.map((value) => value + 1), strength: 0.3 };
      const training = { ...plainAdam, optimizer: descent, weightDecay: 0.5, l2: 0.2, anchor };
      const { parameters } = await trained(engineOf(), weightless, training, 1);
      for (const { begin, end, areWeights } of denseRanges(last.shape))
        for (let i = begin; i < end; i++) {
          const value = last.state.parameters[i]!;
          const pulled = value * (1 - 0.1 * 0.5) - 0.1 * (0.2 * value - 0.3);
          expect(parameters[i]).toBeCloseTo(areWeights ? pulled : value, 5);
        }
    });

    test.each(furtherCases)(
      'steps of $name with dropout are the reference engine’s, to the byte the same in two sessions',
      async (each) => {
        const training = { ...adam, dropout: { share: 0.3, seed: 3 }, clip: 1 };
        const [own, expected] = await Promise.all(
          [engineOf(), referenceEngine].map((engine) => trained(engine, each, training, 4)),
        );
        expectClose(own!.parameters, expected!.parameters, 1e-3);
        const half = await trained(engineOf(), each, training, 2);
        expect(await trained(engineOf(), { ...each, state: half }, training, 2)).toEqual(own);
      },
    );

    test('categories and embeddings that do not fit are refused by name', async () => {
      const { shape, data, state } = last;
      const x = data.x.slice();
      x[1] = 4;
      const refused = { code: 'engine-input', message: expect.stringContaining('category 4') as unknown };
      await expect(engineOf().open(shape, adam, { ...data, x }, state)).rejects.toMatchObject(refused);
      const twice = [shape.embeddings![0]!, shape.embeddings![0]!];
      await expect(engineOf().open({ ...shape, embeddings: twice }, adam, data, state)).rejects.toMatchObject(
        { code: 'engine-input' },
      );
    });
  });
}

async function trained(
  engine: DenseEngine,
  { shape, data, state }: DenseCase,
  training: DenseTraining,
  passes: number,
): Promise<DenseState> {
  const session = await engine.open(shape, training, data, state);
  for (let pass = 0; pass < passes; pass++) await session.train(someRows, someRows.length, 0.1);
  const after = await session.state();
  session.close();
  return after;
}
