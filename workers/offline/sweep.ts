import { releaseLock } from '../../src/seal/release.ts';
import type { Precache } from './precache.ts';
import type { ServiceWorkerScope } from './scope.ts';

/**
 * Forgets the earlier releases that no tab runs on any more. A page takes its release's lock as soon as its script
 * runs: while one is still loading, and so holds none, nothing is forgotten.
 */
export async function sweep(
  precache: Precache,
  clients: ServiceWorkerScope['clients'],
  locks: Pick<LockManager, 'query'> = navigator.locks,
): Promise<void> {
  const earlier = await precache.earlier();
  if (earlier.length === 0) return;
  const pages = await clients.matchAll({ includeUncontrolled: true, type: 'window' });
  const held = (await locks.query()).held?.map(({ name }) => name) ?? [];
  const releases = [...earlier, await precache.release];
  const running = releases.flatMap((release) => held.filter((name) => name === releaseLock(release)));
  if (running.length < pages.length) return;
  for (const release of earlier) if (!running.includes(releaseLock(release))) await precache.forget(release);
}
