import { expect, test } from 'vitest';
import { eraseBrowser } from '../../../src/app/state/erase-browser.ts';

/** A browser that keeps these keys, a cache and a service worker. */
function browserWith(kept: readonly string[]) {
  const keys = new Set(kept);
  const caches = new Set(['precache', 'older']);
  let workers = 1;
  return {
    keys,
    caches,
    workers: () => workers,
    browser: {
      localStorage: {
        get length() {
          return keys.size;
        },
        key: (index: number) => [...keys][index] ?? null,
        removeItem: (key: string) => void keys.delete(key),
      },
      caches: { keys: async () => [...caches], delete: async (name: string) => caches.delete(name) },
      navigator: {
        serviceWorker: {
          getRegistrations: async () => [
            {
              unregister: async () => {
                workers = 0;
                return true;
              },
            } as ServiceWorkerRegistration,
          ],
        },
      },
    },
  };
}

test('our keys, the caches and the service worker go; what is another site’s stays', async () => {
  const { browser, keys, caches, workers } = browserWith([
    'perennial.theme',
    'other',
    'perennial.x',
    'perennially',
  ]);
  await eraseBrowser(browser);
  expect([...keys]).toEqual(['other', 'perennially']);
  expect([caches.size, workers()]).toEqual([0, 0]);
});

test('a browser without caches and service workers has only keys to erase', async () => {
  const { browser, keys } = browserWith(['perennial.theme']);
  await eraseBrowser({ localStorage: browser.localStorage, navigator: {} });
  expect(keys.size).toBe(0);
});
