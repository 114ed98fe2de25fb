/** Held, shared, by every tab of the origin that is at a job. */
const LOCK = 'perennial-busy';

/** Tells the other tabs that a job is under way here until it ends; the job does not wait for it. */
export function tellingBusy<T>(job: Promise<T>): Promise<T> {
  const over = job.then(
    () => undefined,
    () => undefined,
  );
  void navigator.locks.request(LOCK, { mode: 'shared' }, () => over);
  return job;
}

/**
 * Does work in a moment in which no tab is at a job: waits for one, unless the signal is aborted before, whose reason it
 * throws then. A job that begins while it waits is waited for as well.
 */
export async function whenIdle(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (;;) {
    const isDone = await navigator.locks.request(LOCK, { signal }, async () => {
      const { pending = [] } = await navigator.locks.query();
      if (pending.some(({ name, mode }) => name === LOCK && mode === 'shared')) return false;
      await work();
      return true;
    });
    if (isDone) return;
  }
}
