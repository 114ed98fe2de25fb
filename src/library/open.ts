import { chooseTrees } from '../compute/choose-trees.ts';
import { openWasmForward } from '../compute/wasm/forward.ts';
import { chooseWithoutTfjs } from '../compute/without-tfjs.ts';
import { systemClock } from '../core/clock.ts';
import { PerennialError } from '../core/errors.ts';
import { memoryStore } from '../store/memory.ts';
import { computeHere } from '../workspace/compute-here.ts';
import type { House, StorageHost } from '../workspace/house.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { Perennial } from './perennial.ts';

export interface OpenOptions {
  /**
   * Where projects are kept. `memory` (the default, in a page and in Node): until `close`; `indexed-db`: in the browser,
   * until they are deleted.
   */
  readonly store?: 'memory' | 'indexed-db';
  /** Of the database, for `indexed-db`: `perennial` by default. Whoever opens the same one sees the same projects. */
  readonly name?: string;
}

/**
 * Opens a house in this very thread: in Node, in a worker of your own, or in a page whose models are small. In a page
 * `openPerennialInWorker` keeps long work off the page's thread, and has more engines.
 *
 * Throws `no-indexed-db` where there is none, `store-denied` and its like where the browser keeps nothing.
 */
export async function openPerennial({
  store: kind = 'memory',
  name = 'perennial',
}: OpenOptions = {}): Promise<Perennial> {
  const kept = await keepingOf(kind, name);
  const { storage } = (globalThis as { navigator?: { storage?: StorageHost } }).navigator ?? {};
  const workspace = openWorkspace({
    ...kept,
    compute: computeHere({ chooseEngine: chooseWithoutTfjs, openForward: openWasmForward, chooseTrees }),
    openForward: openWasmForward,
    clock: systemClock,
    ...(storage && { storage }),
  });
  return new Perennial(workspace, () => kept.store.close());
}

/** Where projects are kept, and who writes where several tabs have them open. */
async function keepingOf(kind: string, name: string): Promise<Pick<House, 'store' | 'writers'>> {
  if (kind === 'memory') return { store: memoryStore() };
  if (kind !== 'indexed-db')
    throw new PerennialError('store', `there is no store "${kind}"; it is "memory" or "indexed-db"`, {
      stage: 'store',
    });
  if (!('indexedDB' in globalThis))
    throw new PerennialError(
      'no-indexed-db',
      'there is no IndexedDB here, only in browsers; open Perennial with the store "memory"',
      { stage: 'store' },
    );
  const { openStore } = await import('../store/indexed-db.ts');
  const { TabWriters } = await import('../../workers/workspace/tab-writers.ts');
  const writers = new TabWriters();
  const store = await openStore(name, { onCommit: (changes) => writers.tellCommit(changes) });
  return { store, writers };
}
