import { expect, test } from 'vitest';
import { eraseBrowser } from '../../../src/app/state/erase-browser.ts';
import { cacheName } from '../../../src/seal/release.ts';

const SCOPE = 'https://models.example/perennial/';
const OWN = [cacheName(SCOPE, 'a1'), cacheName(SCOPE, 'b2')];
const OTHERS = ['blog', cacheName('https://models.example/copy/', 'a1')];

/** A browser that keeps these keys, the caches of two copies and of another site, a service worker and its database. */
function browserWith(kept: readonly string[], scope = SCOPE) {
  const keys = new Set(kept);
  const caches = new Set([...OWN, ...OTHERS]);
  const databases = new Set([
    'perennial-seal',
    'perennial-engines',
    'perennial-widget:deploy-preview',
    'other',
  ]);
  let workers = 1;
  return {
    keys,
    caches,
    databases,
    workers: () => workers,
    browser: {
      location: { href: `${SCOPE}index.html#/settings` },
      localStorage: {
        get length() {
          return keys.size;
        },
        key: (index: number) => [...keys][index] ?? null,
        removeItem: (key: string) => void keys.delete(key),
      },
      caches: { keys: async () => [...caches], delete: async (name: string) => caches.delete(name) },
      indexedDB: {
        deleteDatabase(name: string) {
          const request = { onsuccess: null, onerror: null, error: null } as unknown as IDBOpenDBRequest;
          queueMicrotask(() => {
            databases.delete(name);
            request.onsuccess?.(new Event('success'));
          });
          return request;
        },
      },
      navigator: {
        serviceWorker: {
          getRegistration: async () =>
            ({
              scope,
              unregister: async () => {
                workers = 0;
                return true;
              },
            }) as ServiceWorkerRegistration,
        },
      },
    },
  };
}

test('our keys, caches, database and service worker go; what is another site’s stays', async () => {
  const { browser, keys, caches, databases, workers } = browserWith([
    'perennial.theme',
    'other',
    'perennial.x',
    'perennially',
  ]);
  await eraseBrowser(browser);
  expect([...keys]).toEqual(['other', 'perennially']);
  expect([...caches]).toEqual(OTHERS);
  expect([...databases]).toEqual(['other']);
  expect(workers()).toBe(0);
});

test('the service worker of a site above stays', async () => {
  const { browser, workers } = browserWith([], 'https://models.example/');
  await eraseBrowser(browser);
  expect(workers()).toBe(1);
});

test('a browser without caches and service workers has only keys to erase', async () => {
  const { browser, keys } = browserWith(['perennial.theme']);
  await eraseBrowser({ location: browser.location, localStorage: browser.localStorage, navigator: {} });
  expect(keys.size).toBe(0);
});
