import { expose } from 'comlink';
import type { Living } from '../src/bridge/worker-port.ts';
import type { SelfTesting } from '../src/seal/routes.ts';

const testing: SelfTesting = {
  async selfTest(home) {
    const { testWorker } = await import('../src/seal/self-test-thread.ts');
    return testWorker({ home });
  },
};

/**
 * Offers this, and the test of the ways out of the worker, to whoever started the worker. The lock is taken for the worker's whole life: the browser lets go of it
 * when the worker dies, however it dies, so that whoever stands in line for it is told.
 */
export function serve(offered: object): void {
  const name = `perennial-worker:${crypto.randomUUID()}`;
  const held = new Promise<string>((resolve, reject) => {
    navigator.locks
      .request(name, () => {
        resolve(name);
        return new Promise<never>(() => undefined);
      })
      .catch(reject);
  });
  expose({ ...offered, ...testing, life: () => held } satisfies Living);
}
