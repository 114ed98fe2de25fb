import type { RouteResult } from '../../src/seal/routes.ts';

/** Ways to send that pages have: a service worker should have none of them. */
const CONSTRUCTORS = ['XMLHttpRequest', 'RTCPeerConnection'] as const;

/** Tries every route out of the service worker itself. */
export async function selfTest(): Promise<readonly RouteResult[]> {
  return CONSTRUCTORS.map((name) =>
    name in globalThis
      ? { route: name, verdict: 'open', seen: 'it is there' }
      : { route: name, verdict: 'absent', seen: 'this thread has no such thing' },
  );
}
