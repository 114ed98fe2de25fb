import { ENGINE_DATABASE } from '../../core/engine-table.ts';
import { SEAL_DATABASE } from '../../seal/ledger.ts';
import { isCacheOf } from '../../seal/release.ts';
import { PREVIEW_DATABASE } from './widget-files.ts';

/** Every key that the app keeps in the page's local storage begins so. */
const KEY_PREFIX = 'perennial.';

interface Browser {
  readonly location: Pick<Location, 'href'>;
  readonly localStorage: Pick<Storage, 'length' | 'key' | 'removeItem'>;
  readonly caches?: Pick<CacheStorage, 'keys' | 'delete'>;
  readonly indexedDB?: {
    deleteDatabase(name: string): Pick<IDBOpenDBRequest, 'onsuccess' | 'onerror' | 'error'>;
  };
  readonly navigator: { readonly serviceWorker?: Pick<ServiceWorkerContainer, 'getRegistration'> };
}

/**
 * Deletes what the browser keeps for the app beside its projects: its service worker, caches, ledger and allowed origins, what it measured of this device,
 * and our keys in the local storage. What other sites of the same origin keep there stays.
 */
export async function eraseBrowser(browser: Browser = globalThis): Promise<void> {
  const { location, localStorage, caches, indexedDB, navigator } = browser;
  const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index));
  for (const key of keys) if (key?.startsWith(KEY_PREFIX)) localStorage.removeItem(key);
  const scope = new URL('./', location.href).href;
  const registration = await navigator.serviceWorker?.getRegistration(scope);
  // Where ours is missing, the browser names one that stands above it.
  if (registration?.scope === scope) await registration.unregister();
  for (const name of (await caches?.keys()) ?? []) if (isCacheOf(name, scope)) await caches!.delete(name);
  for (const name of [SEAL_DATABASE, PREVIEW_DATABASE, ENGINE_DATABASE])
    if (indexedDB) await deleted(indexedDB.deleteDatabase(name));
}

/** The service worker lets go of it when it is told that it goes. */
function deleted(request: Pick<IDBOpenDBRequest, 'onsuccess' | 'onerror' | 'error'>): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('the ledger could not be deleted'));
  });
}
