import { wrap } from 'comlink';
import { afterAll, describe, expect, test } from 'vitest';
import { checkedEngine } from '../../../src/compute/checked-engine.ts';
import { openWasmEngine } from '../../../src/compute/wasm/engine.ts';
import type { DenseEngine, DenseState } from '../../../src/core/dense.ts';
import { adam } from '../../checks/dense-case.ts';
import { checkEngine } from '../../checks/engine.ts';
import type { Threaded } from './threaded.worker.ts';
import { wide } from './wide-network.ts';

const worker = new Worker(new URL('threaded.worker.ts', import.meta.url), { type: 'module' });
const remote = wrap<Threaded>(worker);
afterAll(() => worker.terminate());

/** The engine in its worker, which errors do not cross whole: what is refused is refused on this side. */
async function threaded(
  build: 'plain' | 'relaxed',
  helper: 'works' | 'dies' | 'never starts' = 'works',
): Promise<DenseEngine> {
  return checkedEngine({
    kind: 'wasm',
    open: async (...asked) => {
      const session = await remote.open(build, helper, ...asked);
      return {
        train: (...step) => session.train(...step),
        gradient: (rows) => session.gradient(rows),
        state: () => session.state(),
        close: () => void session.close(),
      };
    },
  });
}

checkEngine('wasm', () => threaded('relaxed'), 'relaxed, two threads');

describe('two threads', () => {
  const rows = Uint32Array.from(wide.data.y.keys());
  const after = async (engine: DenseEngine): Promise<DenseState> => {
    const session = await engine.open(wide.shape, adam, wide.data, wide.state);
    for (let pass = 0; pass < 8; pass++) await session.train(rows, 128, 0.001);
    const state = await session.state();
    session.close();
    return state;
  };

  test.each(['plain', 'relaxed'] as const)('%s: the same bytes as one', async (build) => {
    const expected = await after(await openWasmEngine(build));
    expect(await after(await threaded(build))).toEqual(expected);
    expect(await after(await threaded(build, 'never starts'))).toEqual(expected);
  });

  test('one that dies over what it has claimed costs some time, and nothing else', async () => {
    const expected = await after(await openWasmEngine('plain'));
    // Which of the steps it comes to depends on when it starts: it does come to one of these.
    while ((await remote.deaths()) === 0)
      expect(await after(await threaded('plain', 'dies'))).toEqual(expected);
  }, 60_000);

  test.each(['plain', 'relaxed'] as const)('%s: the second one does take panels', async (build) => {
    expect(await remote.roundsAlone(build)).toBeGreaterThan(0);
  });
});
