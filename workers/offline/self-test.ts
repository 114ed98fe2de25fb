import type { RouteResult } from '../../src/seal/routes.ts';
import { testServiceWorker } from '../../src/seal/self-test-thread.ts';

/** Tries every route out of the service worker itself; `scope` is the address of the app's folder. */
export function selfTest(scope: string): Promise<readonly RouteResult[]> {
  return testServiceWorker({ home: scope });
}
