import { expose } from 'comlink';
import type { HelperRecord } from '../../../src/compute/wasm/helper-record.ts';
import { openTreeThreads, type TreeThreads } from '../../../src/compute/wasm/tree-threads.ts';
import { openWasmTrees } from '../../../src/compute/wasm/trees.ts';
import { Random } from '../../../src/core/random.ts';
import { inOneGo } from '../../../src/core/sliced.ts';
import type { Tree } from '../../../src/core/trees.ts';
import { deathsSoFar, startDyingHelper } from '../wasm/dying-helper.ts';
import { growthOf, openWhole, randomCase, type TreeCase } from './tree-case.ts';

export type Helper = 'works' | 'dies' | 'never starts' | 'none';

const startHelper = (helper: Helper) => () =>
  helper === 'dies'
    ? startDyingHelper()
    : helper === 'works'
      ? new Worker(new URL('../../../workers/compute/second-thread.ts', import.meta.url), { type: 'module' })
      : new Worker(URL.createObjectURL(new Blob([''])));

/** Threads whose helpers are told apart, so that it shows what they did. */
async function watched(helper: Helper): Promise<{ threads: TreeThreads; records: HelperRecord[] }> {
  const threads = await openTreeThreads(startHelper(helper), 200_000);
  const records: HelperRecord[] = [];
  return {
    records,
    threads: {
      start(cells) {
        const shared = threads.start(cells);
        if (!shared) return null;
        const start = (own: number) => {
          const record = shared.help.start(own);
          records.push(record);
          return record;
        };
        return { exports: shared.exports, help: { ...shared.help, start } };
      },
    },
  };
}

function large(): TreeCase {
  return randomCase(new Random(23), 120_000);
}

const threaded = {
  /** Trees of the same rows one after the other: until the helper has done something of one, where it comes. */
  async grow(helper: Helper): Promise<{ readonly trees: readonly Tree[]; readonly taken: number }> {
    const { threads, records } = await watched(helper);
    const engine = await openWasmTrees(helper === 'none' ? null : threads);
    const some = large();
    const session = openWhole(engine, some.x, some.plan);
    const sample = Uint32Array.from({ length: some.x.rows / 2 }, (_, i) => 2 * i);
    const trees: Tree[] = [];
    const growOne = (rows: Uint32Array<ArrayBuffer> | null, seed: number) => {
      session.gradients().set(some.pairs);
      return inOneGo(session.grow(rows, growthOf({ leaves: 40, l2: 1, seed })));
    };
    for (;;) {
      trees.length = 0;
      for (const rows of [null, sample]) trees.push(growOne(rows, 1), growOne(rows, 2));
      // What the second thread says comes in.
      await new Promise((resolve) => setTimeout(resolve));
      const taken = records.reduce((sum, record) => sum + record.taken, 0);
      const hasCome = helper === 'dies' ? deathsSoFar() > 0 : taken > 0;
      if (hasCome || helper === 'none' || helper === 'never starts') {
        session.close();
        return { trees, taken };
      }
    }
  },

  /** A tree that is given up half way, then one from the beginning. */
  async growAfterCancel(): Promise<{ readonly trees: readonly Tree[] }> {
    const { threads } = await watched('works');
    const engine = await openWasmTrees(threads);
    const some = large();
    for (let time = 0; time < 3; time++) {
      const given = openWhole(engine, some.x, some.plan);
      given.gradients().set(some.pairs);
      const work = given.grow(null, growthOf({ leaves: 40, l2: 1, seed: 1 }));
      for (let slice = 0; slice < 2; slice++) work.next();
      given.close();
      await new Promise((resolve) => setTimeout(resolve));
    }
    const session = openWhole(engine, some.x, some.plan);
    session.gradients().set(some.pairs);
    const tree = inOneGo(session.grow(null, growthOf({ leaves: 40, l2: 1, seed: 1 })));
    session.close();
    return { trees: [tree] };
  },
};

export type Threaded = typeof threaded;

expose(threaded);
