import { throwIfCancelled } from '../core/errors.ts';
import type { JobContext } from '../core/progress.ts';
import type { Change, Draft } from '../core/store.ts';
import type { House } from './house.ts';

/** Work that ends in one commit, or, when it fails or is cancelled, leaves nothing behind. */
export async function drafting<T>(
  { store }: House,
  { signal }: JobContext,
  work: (draft: Draft) => Promise<{ changes: readonly Change[]; result: T }>,
): Promise<T> {
  const draft = store.begin();
  try {
    const { changes, result } = await work(draft);
    throwIfCancelled(signal);
    await draft.commit(changes);
    return result;
  } catch (error) {
    await draft.discard();
    throw error;
  }
}
