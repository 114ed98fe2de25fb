import { describe, expect, test } from 'vitest';
import { probedSizes } from '../../../src/compute/probe/measure.ts';
import {
  type EngineCandidate,
  enginesByCost,
  predictedMs,
  probeEngines,
} from '../../../src/compute/probe/probe.ts';
import { referenceEngine } from '../../../src/compute/reference/engine.ts';
import type {
  DenseEngine,
  DenseSession,
  DenseShape,
  DenseTraining,
  EngineKind,
} from '../../../src/core/dense.ts';
import type { StepCost } from '../../../src/core/engine-table.ts';
import { plainAdam } from '../../../src/math/dense.ts';
import { timedEngine, Watch } from './timed-engine.ts';

const place = { browser: 'Test 1', cores: 2, adapter: '', version: 1 };
const slow: StepCost = { step: 1, million: 400, thousand: 8, values: 20 };
const far: StepCost = { step: 200, million: 1, thousand: 0.1, values: 0.1 };
const shape: DenseShape = { inputs: 64, hidden: [64], outputs: 3, activation: 'tanh', loss: 'softmax' };

const candidate = (engine: DenseEngine): EngineCandidate => ({
  kind: engine.kind,
  open: async () => engine,
  leftOut: null,
});

function probe(candidates: readonly EngineCandidate[], watch = new Watch()) {
  return probeEngines(candidates, place, { now: watch.now, clock: () => 17 });
}

/** An engine that does something else in one of its sessions' calls. */
function wrong(change: (session: DenseSession) => Partial<DenseSession>): DenseEngine {
  return {
    kind: 'wasm',
    async open(...args) {
      const session = await referenceEngine.open(...args);
      const plain: DenseSession = {
        gradient: (rows) => session.gradient(rows),
        state: () => session.state(),
        close: () => session.close(),
        train: (...asked) => session.train(...asked),
      };
      return { ...plain, ...change(plain) };
    },
  };
}

test('what engines cost is found, and the fastest for a model follows from it', async () => {
  const watch = new Watch();
  const table = await probe(
    [candidate(timedEngine('reference', slow, watch)), candidate(timedEngine('wasm', far, watch))],
    watch,
  );
  expect(table).toMatchObject({ place, measuredAt: 17, tookMs: watch.ms });
  expect(table.rows.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['reference', 'agreed'],
    ['wasm', 'agreed'],
  ]);
  expect(enginesByCost(table, shape, 1)).toEqual(['reference', 'wasm']);
  expect(enginesByCost(table, shape, 256)).toEqual(['wasm', 'reference']);
  const parts = [1, (64 * (2 * 64 * 64 + 3 * 64 * 3)) / 1e6, (65 * 64 + 65 * 3) / 1e3, (64 * 67) / 1e3];
  const us = parts[0]! * 1 + parts[1]! * 400 + parts[2]! * 8 + parts[3]! * 20;
  expect(predictedMs(table, 'reference', shape, 64)).toBeCloseTo(us / 1000, 4);
});

test('two engines are measured for a third of a second', async () => {
  const watch = new Watch();
  await probe(
    [candidate(timedEngine('reference', slow, watch)), candidate(timedEngine('wasm', far, watch))],
    watch,
  );
  expect(watch.ms).toBeGreaterThan(300);
  expect(watch.ms).toBeLessThan(500);
});

test('a size of which a step would take too long is left out', async () => {
  const watch = new Watch();
  const table = await probe([candidate(timedEngine('reference', slow, watch))], watch);
  const [row] = table.rows;
  if (row?.outcome !== 'agreed') throw new Error('it was not measured');
  expect(row.measured.map(({ us, ...size }) => [size, us > 0])).toEqual(
    probedSizes.slice(0, -1).map((size) => [size, true]),
  );
});

describe('an engine that is wrong is rejected by name', () => {
  test.each([
    [
      'in one number of its gradient',
      wrong((session) => ({
        async gradient(rows) {
          const { loss, gradient } = await session.gradient(rows);
          gradient[gradient.length - 1]! += 0.01 * Math.max(...gradient.map(Math.abs));
          return { loss, gradient };
        },
      })),
      /^it computes another gradient than plain TypeScript for a model of 37-65-19-10 \(off by 1.0 %\)$/,
    ],
    [
      'in its loss, which is no number',
      wrong((session) => ({
        gradient: async (rows) => ({ ...(await session.gradient(rows)), loss: Number.NaN }),
      })),
      /^it computes another loss than .* \(not numbers\)$/,
    ],
    [
      'in its steps, of which it takes half',
      wrong((session) => ({
        train: (rows, batchSize, rate) => session.train(rows, batchSize, rate / 2),
      })),
      /^it computes other (losses in|outputs after) the first steps/,
    ],
  ])('%s', async (_, engine, reason) => {
    const table = await probe([candidate(referenceEngine), candidate(engine)].slice(1));
    expect(table.rows).toEqual([
      { kind: 'wasm', outcome: 'rejected', reason: expect.stringMatching(reason) as string },
    ]);
    expect(enginesByCost(table, shape, 32)).toEqual([]);
    expect(predictedMs(table, 'wasm', shape, 32)).toBe(Infinity);
  });
});

test.each<readonly [string, Partial<DenseTraining>]>([
  ['momentum', { optimizer: plainAdam.optimizer }],
  ['decay', { weightDecay: 0 }],
  ['an L2 penalty', { l2: 0 }],
  ['a pull towards earlier weights', { anchor: null }],
  ['gradient clipping', { clip: null }],
  ['dropout', { dropout: null }],
])('an engine that takes no notice of %s is rejected', async (_, instead) => {
  const engine: DenseEngine = {
    kind: 'webgpu',
    open: (shape, training, ...rest) => referenceEngine.open(shape, { ...training, ...instead }, ...rest),
  };
  const table = await probe([candidate(engine)]);
  expect(table.rows).toMatchObject([{ kind: 'webgpu', outcome: 'rejected' }]);
});

test('an engine that does not start, breaks off or is left out is in the table with the reason', async () => {
  const failing = (kind: EngineKind, message: string): EngineCandidate => ({
    kind,
    open: () => Promise.reject(new Error(message)),
    leftOut: null,
  });
  const breaking = wrong(() => ({ train: () => Promise.reject(new Error('lost')) }));
  const table = await probe([
    failing('tfjs-cpu', 'not today'),
    candidate(breaking),
    { ...failing('tfjs-webgpu', 'never opened'), leftOut: 'software only' },
  ]);
  expect(table.rows).toEqual([
    { kind: 'tfjs-cpu', outcome: 'failed', reason: 'not today' },
    { kind: 'wasm', outcome: 'failed', reason: 'lost' },
    { kind: 'tfjs-webgpu', outcome: 'left-out', reason: 'software only' },
  ]);
});
