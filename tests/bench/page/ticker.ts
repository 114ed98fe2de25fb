const BEAT_MS = 4;

/** How still the page stood, in ms. */
export interface Stillness {
  /** The longest wait between two messages of the page to itself. */
  readonly gap: number;
  /** The same in a worker that does nothing else: what the machine takes when it has too much to do. */
  readonly idleGap: number;
  /** The page's longest task over 50 ms; 0 where there was none. */
  readonly longestTask: number;
}

/** Sends this thread a message every few milliseconds, and tells how long the longest wait for one was. */
export function startTicker(): () => number {
  const { port1, port2 } = new MessageChannel();
  let [gap, last] = [0, performance.now()];
  port1.onmessage = () => {
    const now = performance.now();
    gap = Math.max(gap, now - last);
    last = now;
    setTimeout(() => port2.postMessage(null), BEAT_MS);
  };
  port2.postMessage(null);
  return () => {
    port1.close();
    return Math.max(gap, performance.now() - last);
  };
}

/** Does the work while the page and an idle worker tick. */
export async function ticking<T>(work: () => Promise<T>): Promise<{ result: T } & Stillness> {
  const idle = new Worker(new URL('./ticker.worker.ts', import.meta.url), { type: 'module' });
  const nextOfIdle = () =>
    new Promise<number>((resolve) => (idle.onmessage = ({ data }) => resolve(data as number)));
  await nextOfIdle(); // It has begun.
  let longestTask = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  observer.observe({ type: 'longtask' });
  const stop = startTicker();
  try {
    const result = await work();
    const gap = stop();
    const idleGap = nextOfIdle();
    idle.postMessage(null);
    return { result, gap, idleGap: await idleGap, longestTask };
  } finally {
    observer.disconnect();
    idle.terminate();
  }
}

/** A note beside a gap. */
export function stillnessText(what: string, runs: readonly Stillness[]): string {
  const list = (values: readonly number[]) => values.map((value) => value.toFixed(0)).join(', ');
  return `${what}: longest tasks ${list(runs.map((run) => run.longestTask))}, gaps of an idle worker ${list(runs.map((run) => run.idleGap))} ms`;
}
