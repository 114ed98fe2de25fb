import { settle } from '../../src/core/outcome.ts';
import type { Answered, Asked } from './contract.ts';
import type { Family } from './family.ts';
import { House } from './house.ts';

/** Opens a house for whoever holds the other end of the port: in a worker, or on the page itself. */
export function serve(port: MessagePort, family: Family): void {
  const tell = (answer: Answered) => port.postMessage(answer);
  const house = new House(family, (news) => tell({ news }));
  port.onmessage = async ({ data: asked }: MessageEvent<Asked>) => {
    if (asked.question === 'close') {
      house.close();
      port.close();
      return;
    }
    const { id, question, args } = asked;
    const ask = (question === 'life' ? life : house[question].bind(house)) as (
      ...args: readonly unknown[]
    ) => Promise<unknown>;
    tell({ id, outcome: await settle(() => ask(...args)) });
  };
}

/** The name of a lock that is held from now on; the browser lets go of it when this worker dies, however it dies. */
function life(): Promise<string> {
  const name = `perennial-widget-life:${crypto.randomUUID()}`;
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, () => {
        resolve(name);
        return new Promise<never>(() => undefined);
      })
      .catch(reject);
  });
}
