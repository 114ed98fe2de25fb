import { afterEach, expect, test } from 'vitest';
import { isCacheOf, releaseLock } from '../../../src/seal/release.ts';
import { Precache, type PrecacheEntry } from '../../../workers/offline/precache.ts';
import { sweep } from '../../../workers/offline/sweep.ts';

const SCOPE = `${location.origin}/`;
const NONE = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

async function entry(url: string): Promise<PrecacheEntry> {
  const bytes = await (await fetch(url)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { url, revision: `sha256-${btoa(String.fromCharCode(...digest))}` };
}

const ours = async () => (await caches.keys()).filter((name) => isCacheOf(name, SCOPE));
const text = async (precache: Precache, url: string) => (await precache.match(SCOPE + url))?.text();
const pages = (count: number) => ({
  claim: async () => undefined,
  get: async () => undefined,
  matchAll: async () =>
    Array.from({ length: count }, (_, i) => ({ id: String(i), type: 'window' as const, url: SCOPE })),
});

afterEach(async () => {
  for (const name of await ours()) await caches.delete(name);
});

test('every file is stored and answered; what is not of the release is not', async () => {
  const precache = new Precache([await entry('LICENSE'), await entry('README.md')], SCOPE);
  await precache.install();
  expect(await text(precache, 'LICENSE')).toContain('MIT');
  expect(await precache.match(`${SCOPE}package.json`)).toBeUndefined();
  expect(await precache.release).toMatch(/^[0-9a-f]{16}$/);
});

test('a file whose bytes are not those of the release keeps all of it from being stored', async () => {
  const good = await entry('LICENSE');
  for (const bad of [
    { url: 'README.md', revision: NONE },
    { url: 'no-such-file.bin', revision: NONE },
  ]) {
    const precache = new Precache([good, bad], SCOPE);
    await expect(precache.install()).rejects.toThrow();
    expect(await ours()).toEqual([]);
  }
});

test('a file that was cleared away is fetched again, and only with the bytes of the release', async () => {
  const precache = new Precache([await entry('LICENSE')], SCOPE);
  await precache.install();
  const [name] = await ours();
  await (await caches.open(name!)).delete(`${SCOPE}LICENSE`);
  expect(await text(precache, 'LICENSE')).toContain('MIT');
  expect(await (await caches.open(name!)).match(`${SCOPE}LICENSE`)).toBeDefined();
});

test('the pieces of an earlier release answer as long as a page runs on it', async () => {
  const before = new Precache([await entry('LICENSE')], SCOPE);
  const after = new Precache([await entry('README.md')], SCOPE);
  await before.install();
  await after.install();
  const release = await before.release;
  expect(await after.earlier()).toEqual([release]);
  expect(await text(after, 'LICENSE')).toContain('MIT');

  // A page that has not come as far as its lock may be one of the earlier release.
  await sweep(after, pages(1));
  expect(await after.earlier()).toEqual([release]);
  let letGo = () => undefined as void;
  await new Promise<void>((held) => {
    void navigator.locks.request(releaseLock(release), { mode: 'shared' }, () => {
      held();
      return new Promise<void>((resolve) => (letGo = resolve));
    });
  });
  await sweep(after, pages(1));
  expect(await after.earlier()).toEqual([release]);
  letGo();
  await navigator.locks.request(releaseLock(release), () => undefined);
  await sweep(after, pages(0));
  expect(await after.earlier()).toEqual([]);
  expect(await after.match(`${SCOPE}LICENSE`)).toBeUndefined();
  expect(await text(after, 'README.md')).toBeDefined();
});
