/** The name of the meta tag that the service worker writes into the page: which release it is, and that it is sealed. */
export const RELEASE_META = 'perennial-release';

/** The name of the lock that a page holds, shared, as long as it lives: it may still load pieces of this release. */
export function releaseLock(release: string): string {
  return `${RELEASE_META} ${release}`;
}

/** The name of the cache of a release; by folder too, since two copies of the app may share an origin. */
export function cacheName(scope: string, release: string): string {
  return `perennial-offline ${scope} ${release}`;
}

/** Whether this is the cache of any release of the app in this folder. */
export function isCacheOf(name: string, scope: string): boolean {
  return name.startsWith(cacheName(scope, ''));
}
