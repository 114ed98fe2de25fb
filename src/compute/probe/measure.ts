import { pause } from '../../core/clock.ts';
import type { DenseEngine, DenseSession, DenseShape } from '../../core/dense.ts';
import type { MeasuredStep } from '../../core/engine-table.ts';
import { stepWork } from '../step-work.ts';
import { openTrial, trialData } from './trial.ts';

const network = (inputs: number, ...hidden: number[]): DenseShape => ({
  inputs,
  hidden,
  outputs: 10,
  activation: 'relu',
  loss: 'softmax',
});
const linear = (inputs: number): DenseShape => ({
  inputs,
  hidden: [],
  outputs: 1,
  activation: 'relu',
  loss: 'sigmoid',
});

/** From little work to much within each family, so that what a size takes can be told before it is tried. */
export const probedSizes: readonly Omit<MeasuredStep, 'us'>[] = [
  { shape: linear(16), batchSize: 1 },
  { shape: linear(64), batchSize: 32 },
  { shape: linear(512), batchSize: 1 },
  { shape: linear(512), batchSize: 128 },
  { shape: network(16, 16), batchSize: 1 },
  { shape: network(16, 16), batchSize: 256 },
  { shape: network(32, 64, 64), batchSize: 32 },
  { shape: network(256, 256), batchSize: 1 },
  { shape: network(256, 128), batchSize: 64 },
  { shape: network(512, 512), batchSize: 256 },
];

/**
 * A sample is long enough for the clock, which is a coarse one where the page is not isolated, and so short that on a busy device
 * some samples are not interrupted at all, and that whoever shares the thread is not kept waiting.
 */
const SAMPLE_US = globalThis.crossOriginIsolated ? 1_000 : 2_000;
/** The first steps are the slowest: what they run on is still being compiled. */
const MOST_GROWTH = 8;
/** Longer than this no single step may take. */
const LONGEST_US = 30_000;

/** Milliseconds from some start, with fractions: `performance.now`. */
export type Stopwatch = () => number;

interface Runner {
  readonly size: Omit<MeasuredStep, 'us'>;
  readonly session: DenseSession;
  steps: number;
  us: number;
}

/** What is still faster by so much from round to round is still being compiled. */
const STEADY = 0.9;

/**
 * Times an engine's training steps on a few sizes, in rounds over all of them, the fastest of which counts: what comes in between
 * only makes a step slower. A size of which one step would take too long here is left out.
 */
export class EngineTimer {
  readonly #engine: DenseEngine;
  readonly #now: Stopwatch;
  readonly #runners: Runner[] = [];

  constructor(engine: DenseEngine, now: Stopwatch) {
    this.#engine = engine;
    this.#now = now;
  }

  /** Opens a session for each size, and takes steps until one sample is long enough. */
  async open(): Promise<void> {
    for (const size of probedSizes) {
      if (expectedFrom(this.#runners, size) > LONGEST_US) continue;
      const { shape, batchSize } = size;
      const session = await openTrial(this.#engine, shape, trialData(shape, batchSize));
      const runner = { size, session, steps: 1, us: Number.POSITIVE_INFINITY };
      this.#runners.push(runner);
      while (runner.us === Number.POSITIVE_INFINITY) await sample(runner, this.#now);
    }
  }

  /** One sample of each size. Resolves to whether they are as fast as they get. */
  async round(): Promise<boolean> {
    let isSteady = true;
    for (const runner of this.#runners) {
      const before = runner.us;
      await sample(runner, this.#now);
      if (runner.us < before * STEADY) isSteady = false;
    }
    return isSteady;
  }

  get measured(): readonly MeasuredStep[] {
    return this.#runners.map(({ size, us }) => ({ ...size, us }));
  }

  close(): void {
    for (const { session } of this.#runners) session.close();
  }
}

/** At the best rate that was timed. */
function expectedFrom(runners: readonly Runner[], { shape, batchSize }: Omit<MeasuredStep, 'us'>): number {
  if (runners.length === 0) return 0;
  const work = stepWork(shape, batchSize);
  return Math.min(
    ...runners.map(({ size, us }) => us * Math.max(1, work / stepWork(size.shape, size.batchSize))),
  );
}

/** One sample, which counts where it was long enough; the next one has as many steps as would make it so. */
async function sample(runner: Runner, now: Stopwatch): Promise<void> {
  const { size, session, steps } = runner;
  const rows = Uint32Array.from({ length: steps * size.batchSize }, (_, i) => i % size.batchSize);
  const start = now();
  // A rate of 0 leaves the weights as they are: every step does the same work.
  await session.train(rows, size.batchSize, 0);
  const us = 1000 * (now() - start);
  if (us >= SAMPLE_US / 2) runner.us = Math.min(runner.us, us / steps);
  const growth = us > 0 ? Math.min(MOST_GROWTH, SAMPLE_US / us) : MOST_GROWTH;
  runner.steps = Math.max(1, Math.round(steps * growth));
  await pause();
}
