import { expect } from 'vitest';
import type { Hash } from '../../src/core/ids.ts';
import type { Store } from '../../src/core/store.ts';

/** A store on data of its own. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes it, drafts left open as when its process dies, and opens the same data again. */
  readonly reopen: () => Promise<Store>;
  /** Opens the same data once more, beside the store that is open. */
  readonly another: () => Promise<Store>;
  /** Changes the bytes of a stored blob behind the store's back. */
  readonly damage: (hash: Hash) => Promise<void>;
}

export async function expectMissing(store: Store, hash: Hash): Promise<void> {
  await expect(store.read(hash)).rejects.toMatchObject({ code: 'blob-missing' });
}
