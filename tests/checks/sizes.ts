import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import type { DenseEngine, DenseShape, DenseTraining } from '../../src/core/dense.ts';
import { Random } from '../../src/core/random.ts';
import { expectClose } from './close.ts';
import { adam, randomCase, type DenseCase } from './dense-case.ts';

const random = new Random(7);
const size = (): number => [1, 2, 15, 31, 32, 33, 64, 65, 100][random.below(9)]!;

/** One row, one column, one more than a power of two, wide and narrow in turns, many categories. */
const shapes: readonly (readonly [DenseShape, number])[] = [
  [{ inputs: 1025, hidden: [33], outputs: 31, activation: 'gelu', loss: 'softmax' }, 1],
  [{ inputs: 1, hidden: [1025], outputs: 1, activation: 'relu', loss: 'huber' }, 37],
  [{ inputs: 31, hidden: [1025, 3], outputs: 1025, activation: 'tanh', loss: 'softmax' }, 5],
  [
    {
      ...{ inputs: 3, hidden: [1025, 4], outputs: 1, activation: 'relu', loss: 'huber', layerNorm: true },
      embeddings: [{ input: 0, categories: 1000, width: 6 }],
    },
    19,
  ],
  ...(['relu', 'tanh', 'gelu'] as const).map((activation) => {
    const hidden = [size(), size(), size()];
    return [{ inputs: size(), hidden, outputs: 1, activation, loss: 'squared' }, size()] as const;
  }),
];

/** Sizes that fill no tile, and what is not a number: for engines whose kernels are ours. */
export function checkSizes(engineOf: () => DenseEngine): void {
  describe('every size', () => {
    test.each(shapes)(
      '%j over %i rows: loss and gradient are the reference engine’s',
      async (shape, rows) => {
        const each = randomCase('weighted', shape, rows);
        const own = await gradientOf(engineOf(), each);
        const expected = await gradientOf(referenceEngine, each);
        expect(Math.abs(own.loss / expected.loss - 1)).toBeLessThan(1e-4);
        const largest = expected.gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const furthest = own.gradient.reduce((most, value, i) => {
          return Math.max(most, Math.abs(value - expected.gradient[i]!));
        }, 0);
        expect(furthest / largest).toBeLessThan(1e-4);
      },
    );

    test.each([
      ['relu', false],
      ['tanh', false],
      ['gelu', false],
      ['gelu', true],
    ] as const)(
      'steps of a wide %s network (normalised: %s) with everything are the reference engine’s',
      async (activation, layerNorm) => {
        const shape: DenseShape = {
          ...{ inputs: 70, hidden: [230, 130], outputs: 3, activation, loss: 'softmax', layerNorm },
        };
        const { data, state } = randomCase('wide, weighted', shape, 37);
        const training: DenseTraining = {
          optimizer: { kind: 'momentum', momentum: 0.8 },
          ...{ weightDecay: 0.1, l2: 0.02, clip: 0.1, dropout: { share: 0.3, seed: -5 } },
          anchor: { parameters: state.parameters.map((value) => value / 2), strength: 0.01 },
        };
        const after = async (engine: DenseEngine) => {
          const session = await engine.open(shape, training, data, state);
          await session.train(rowsOf(37), 13, 0.05);
          const { parameters, firstMoment } = await session.state();
          session.close();
          return { parameters, firstMoment };
        };
        const [own, expected] = [await after(engineOf()), await after(referenceEngine)];
        expectClose(own.parameters, expected.parameters, 1e-4);
        expectClose(own.firstMoment, expected.firstMoment, 1e-3);
        expect(await after(engineOf())).toEqual(own);
      },
    );
  });

  test('what is not a number among the features is one in the loss, behind every activation and normalisation', async () => {
    for (const activation of ['relu', 'tanh', 'gelu'] as const)
      for (const loss of ['squared', 'huber', 'sigmoid'] as const) {
        const layerNorm = loss === 'huber';
        const each = randomCase('', { inputs: 3, hidden: [4], outputs: 1, activation, loss, layerNorm }, 5);
        each.data.x[7] = NaN;
        const session = await engineOf().open(each.shape, adam, each.data, each.state);
        expect(await session.train(rowsOf(5), 5, 0.1), `${activation} ${loss}`).toBeNaN();
        session.close();
      }
  });
}

async function gradientOf(engine: DenseEngine, { shape, data, state }: DenseCase) {
  const session = await engine.open(shape, adam, data, state);
  const gradient = await session.gradient(rowsOf(data.y.length));
  session.close();
  return gradient;
}

function rowsOf(count: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, (_, row) => row);
}
