import { pause } from '../../core/clock.ts';
import type { DenseEngine, DenseShape, DenseTraining } from '../../core/dense.ts';
import { forward, parameterCount } from '../../math/dense.ts';
import { referenceEngine } from '../reference/engine.ts';
import { openTrial, trialAdam, trialData } from './trial.ts';

interface Case {
  readonly shape: DenseShape;
  readonly rows: number;
  readonly isWeighted: boolean;
  /** Adam with decay by default. */
  readonly training?: DenseTraining;
}

const embeddings = [
  { input: 0, categories: 5, width: 3 },
  { input: 4, categories: 40, width: 2 },
];
const pulled: DenseShape = { inputs: 39, hidden: [67], outputs: 1, activation: 'tanh', loss: 'squared' };

/**
 * Sizes that fill no tile, every loss and activation, rows that weigh more and less; one is as wide as a middle-sized model. Then
 * normalised layers over embeddings, and all that a step may be told.
 */
const cases: readonly Case[] = [
  {
    shape: { inputs: 37, hidden: [65, 19], outputs: 10, activation: 'relu', loss: 'softmax' },
    rows: 33,
    isWeighted: false,
  },
  {
    shape: { inputs: 7, hidden: [9], outputs: 1, activation: 'tanh', loss: 'sigmoid' },
    rows: 11,
    isWeighted: true,
  },
  {
    shape: { inputs: 5, hidden: [17, 3], outputs: 1, activation: 'gelu', loss: 'huber' },
    rows: 13,
    isWeighted: true,
  },
  {
    shape: { inputs: 35, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' },
    rows: 21,
    isWeighted: false,
  },
  {
    shape: { inputs: 257, hidden: [130], outputs: 1, activation: 'relu', loss: 'squared' },
    rows: 70,
    isWeighted: false,
  },
  {
    shape: {
      ...{ inputs: 7, hidden: [35, 9], outputs: 3, activation: 'gelu', loss: 'softmax' },
      ...{ layerNorm: true, embeddings },
    },
    rows: 21,
    isWeighted: false,
    training: { ...trialAdam, dropout: { share: 0.3, seed: 5 } },
  },
  {
    shape: pulled,
    rows: 13,
    isWeighted: true,
    training: {
      ...trialAdam,
      optimizer: { kind: 'momentum', momentum: 0.9 },
      l2: 0.5,
      anchor: { parameters: new Float32Array(parameterCount(pulled)).fill(0.2), strength: 0.5 },
      clip: 1,
      dropout: { share: 0.2, seed: -7 },
    },
  },
];

const STEPS = 3;
/** Of the largest value: single precision in another order of sums is off by a hundredth of it. */
const TOLERANCE = 1e-3;

/**
 * Compares an engine with plain TypeScript: loss and gradient at the start, and the outputs after a few steps.
 *
 * @returns what differs, as part of a sentence; null where nothing does.
 */
export async function disagreement(engine: DenseEngine): Promise<string | null> {
  for (const { shape, rows, isWeighted, training = trialAdam } of cases) {
    // Whoever shares the thread may cancel something meanwhile.
    await pause();
    const data = trialData(shape, rows, isWeighted);
    const [mine, right] = await Promise.all(
      [engine, referenceEngine].map(async (each) => {
        const session = await openTrial(each, shape, data, training);
        try {
          const all = Uint32Array.from({ length: rows }, (_, row) => row);
          const { loss, gradient } = await session.gradient(all);
          const batchSize = Math.ceil(rows / 2);
          const trained: number[] = [];
          for (let step = 0; step < STEPS; step++) trained.push(await session.train(all, batchSize, 0.01));
          const { parameters } = await session.state();
          return {
            'another loss': Float32Array.of(loss),
            'another gradient': gradient,
            'other losses in the first steps': Float32Array.from(trained),
            'other outputs after the first steps': forward(shape, parameters, data.x, rows),
          };
        } finally {
          session.close();
        }
      }),
    );
    for (const name of Object.keys(right!) as (keyof NonNullable<typeof right>)[]) {
      const distance = distanceOf(mine![name], right![name]);
      if (!(distance <= TOLERANCE))
        return `it computes ${name} than plain TypeScript for a model of ${sizesText(shape)} (${Number.isFinite(distance) ? `off by ${(100 * distance).toPrecision(2)} %` : 'not numbers'})`;
    }
  }
  return null;
}

/** The largest difference, as a share of the largest value; NaN where a number is none. */
function distanceOf(values: Float32Array, right: Float32Array): number {
  if (values.length !== right.length) return Number.NaN;
  let most = 0;
  let size = 1e-6;
  for (let i = 0; i < right.length; i++) {
    size = Math.max(size, Math.abs(right[i]!));
    const difference = Math.abs(values[i]! - right[i]!);
    if (!Number.isFinite(difference)) return Number.NaN;
    most = Math.max(most, difference);
  }
  return most / size;
}

function sizesText({ inputs, hidden, outputs }: DenseShape): string {
  return [inputs, ...hidden, outputs].join('-');
}
