/** Milliseconds since 1970; handed in, so that a test or a replay decides what time it is. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** Lets other messages in (a cancel, a prediction) and comes back as soon as they are served. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}
