/**
 * A lock that lasts as long as its owner: whoever has a store open holds one, and the browser lets go of it when the
 * tab or worker dies, however it dies. So a draft's process is alive exactly while its session's lock is held.
 */
export interface Session {
  readonly id: string;
  /** Resolves once nobody counts this session among the living. */
  end(): Promise<void>;
}

export async function beginSession(store: string): Promise<Session> {
  const id = crypto.randomUUID();
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let ended: Promise<unknown> = Promise.resolve();
  await new Promise<void>((held, refused) => {
    ended = navigator.locks.request(lockName(store, id), () => {
      held();
      return released;
    });
    ended.catch(refused);
  });
  return {
    id,
    end: async () => {
      release();
      await ended;
    },
  };
}

/** The ids of all sessions that have this store open at present, in any tab or worker. */
export async function livingSessions(store: string): Promise<ReadonlySet<string>> {
  const prefix = lockName(store, '');
  const { held = [] } = await navigator.locks.query();
  const names = held.flatMap((lock) => (lock.name?.startsWith(prefix) ? [lock.name] : []));
  return new Set(names.map((name) => name.slice(prefix.length)));
}

function lockName(store: string, session: string): string {
  return `perennial-store:${store}:${session}`;
}
