/** The name of the meta tag that the service worker writes into the page: which release it is, and that it is sealed. */
export const RELEASE_META = 'perennial-release';

/** The name of the lock that a page holds, shared, as long as it lives: it may still load pieces of this release. */
export function releaseLock(release: string): string {
  return `${RELEASE_META} ${release}`;
}
