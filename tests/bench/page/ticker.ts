const BEAT_MS = 4;

/** How still the page stood: the longest wait between two messages to itself, and its longest task over 50 ms, in ms. */
export interface Stillness {
  readonly gap: number;
  readonly longestTask: number;
}

/** Sends the page a message every few milliseconds while the work lasts. */
export async function ticking<T>(work: () => Promise<T>): Promise<{ result: T } & Stillness> {
  const { port1, port2 } = new MessageChannel();
  let [gap, longestTask, last] = [0, 0, performance.now()];
  port1.onmessage = () => {
    const now = performance.now();
    gap = Math.max(gap, now - last);
    last = now;
    setTimeout(() => port2.postMessage(null), BEAT_MS);
  };
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  observer.observe({ type: 'longtask' });
  port2.postMessage(null);
  try {
    const result = await work();
    return { result, gap: Math.max(gap, performance.now() - last), longestTask };
  } finally {
    observer.disconnect();
    port1.close();
  }
}
