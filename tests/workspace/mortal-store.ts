import type { Change, Draft, Store } from '../../src/core/store.ts';

/** A store whose process dies at the moment that it is told: from then on nothing that it was asked is ever answered. */
export function mortalStore(store: Store, diesAt: number) {
  let moments = 0;
  let die: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (die = resolve));
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    moments += 1;
    if (moments >= diesAt) {
      die();
      return new Promise<never>(() => undefined);
    }
    const result = await work();
    return moments >= diesAt ? new Promise<never>(() => undefined) : result;
  };
  const mortal: Store = {
    session: store.session,
    get: (kind, id) => alive(() => store.get(kind, id)),
    list: (kind, query) => alive(() => store.list(kind, query)),
    count: (kind, query) => alive(() => store.count(kind, query)),
    sizeOf: (hashes) => alive(() => store.sizeOf(hashes)),
    read: (hash) => alive(() => store.read(hash)),
    sessions: () => alive(() => store.sessions()),
    close: () => store.close(),
    erase: () => alive(() => store.erase()),
    begin(): Draft {
      const draft = store.begin();
      return {
        write: (bytes) => alive(() => draft.write(bytes)),
        commit: (changes: readonly Change[]) => alive(() => draft.commit(changes)),
        discard: () => alive(() => draft.discard()),
      };
    },
  };
  return { store: mortal, died, moments: () => moments };
}
