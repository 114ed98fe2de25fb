/** Every key that the app keeps in the page's local storage begins so. */
const KEY_PREFIX = 'perennial.';

interface Browser {
  readonly localStorage: Pick<Storage, 'length' | 'key' | 'removeItem'>;
  readonly caches?: Pick<CacheStorage, 'keys' | 'delete'>;
  readonly navigator: { readonly serviceWorker?: Pick<ServiceWorkerContainer, 'getRegistrations'> };
}

/**
 * Deletes what the browser keeps for the app beside its database: caches, service workers, and our keys in the local
 * storage. What other sites of the same origin keep there stays.
 */
export async function eraseBrowser(browser: Browser = globalThis): Promise<void> {
  const { localStorage, caches, navigator } = browser;
  const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index));
  for (const key of keys) if (key?.startsWith(KEY_PREFIX)) localStorage.removeItem(key);
  for (const name of (await caches?.keys()) ?? []) await caches!.delete(name);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
}
