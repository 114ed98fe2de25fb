import { IMPORTED_SCRIPTS, MODULES, TEXT_AS_CODE } from './routes/code.ts';
import { CONNECTIONS } from './routes/connections.ts';
import type { Route, RouteResult } from './routes.ts';
import { type TryOptions, tryRoutes } from './try-routes.ts';

const WEBRTC: Route = {
  name: 'WebRTC',
  to: 'another origin',
  isThere: () => 'RTCPeerConnection' in globalThis,
  takes: 'RTCPeerConnection',
  send: () => Promise.reject(new Error('a worker should not have it')),
};

/** Tries every route out of a worker. */
export function testWorker(options: TryOptions): Promise<readonly RouteResult[]> {
  return tryRoutes([...CONNECTIONS, ...MODULES, WEBRTC, TEXT_AS_CODE], options);
}

/** Tries every route out of a service worker, which imports scripts instead of modules. */
export function testServiceWorker(options: TryOptions): Promise<readonly RouteResult[]> {
  return tryRoutes([...CONNECTIONS, ...IMPORTED_SCRIPTS, WEBRTC, TEXT_AS_CODE], options);
}
