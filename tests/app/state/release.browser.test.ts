import '../plain-runes.ts';
import { expect, test } from 'vitest';
import type { Job } from '../../../src/app/state/jobs.svelte.ts';
import type { OfflineState } from '../../../src/app/state/offline.svelte.ts';
import { Release } from '../../../src/app/state/release.svelte.ts';
import { tellingBusy } from '../../../src/bridge/busy.ts';
import type { JobKind } from '../../../workers/workspace/contract.ts';

// With the browser's own locks: they are what a release waits by.
type Choices = { failure?: Error | null; running?: readonly JobKind[]; controller?: object | null };

/** A release that waits, in a page of which is noted what is done to it. */
function offered({ failure = null, running = [], controller = {} }: Choices = {}) {
  const did: string[] = [];
  const container = Object.assign(new EventTarget(), { controller });
  const reloaded = new Promise<void>((resolve) => {
    container.addEventListener('reloaded', () => resolve());
  });
  const waiting = {
    name: 'newer',
    takeOver: async () => {
      did.push('take over');
      if (failure) throw failure;
    },
  };
  const release = new Release(
    { running: running.map((kind) => ({ kind }) as Job) },
    { waiting } as unknown as OfflineState,
    {
      serviceWorker: container as unknown as ServiceWorkerContainer,
      reload: () => {
        did.push('reload');
        container.dispatchEvent(new Event('reloaded'));
      },
    },
  );
  return { release, did, reloaded, replace: () => container.dispatchEvent(new Event('controllerchange')) };
}

/** A job that is under way, and known to be to every tab, until it is ended. */
async function job() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const isHeld = () =>
    navigator.locks.query().then(({ held = [] }) => held.some(({ name }) => name === 'perennial-busy'));
  void tellingBusy(promise);
  await expect.poll(isHeld).toBe(true);
  return { end: resolve };
}

test('with no job under way it is used at once: first it takes over, then the page is loaded', async () => {
  const { release, did } = offered();
  expect(release.isOffered).toBe(true);
  await release.take();
  expect(did).toEqual(['take over', 'reload']);
  expect([release.isLeaving, release.isAwaiting]).toEqual([true, false]);
});

test('it waits for every job that is under way, until the last one has ended', async () => {
  const [one, other] = [await job(), await job()];
  const { release, did, reloaded } = offered();
  void release.take();
  expect(release.isAwaiting).toBe(true);
  one.end();
  await navigator.locks.query();
  expect(did).toEqual([]);
  other.end();
  await reloaded;
  expect(did).toEqual(['take over', 'reload']);
});

test('called off, it is not used when the job ends, and is no failure', async () => {
  const running = await job();
  const { release, did } = offered();
  const taking = release.take();
  release.callOff();
  await taking;
  running.end();
  expect([did, release.isAwaiting, release.problem, release.isOffered]).toEqual([[], false, null, true]);
});

test('asked for now, it waits for no job', async () => {
  const running = await job();
  const { release, did } = offered();
  const taking = release.take();
  await release.takeNow();
  await taking;
  expect(did).toEqual(['take over', 'reload']);
  running.end();
});

test('where it cannot take over, the page stays as it is and says why', async () => {
  const { release, did } = offered({ failure: new Error('it was removed') });
  await release.take();
  expect(did).toEqual(['take over']);
  expect(release.problem?.message).toContain('it was removed');
  expect([release.isLeaving, release.isTaking, release.isAwaiting]).toEqual([false, false, false]);
});

test('work that is not written down would be lost with a reload', () => {
  const { release } = offered({ running: ['train', 'predict', 'import'] as JobKind[] });
  expect(release.mortal.map(({ kind }) => kind)).toEqual(['predict']);
});

test('a page whose release another tab has replaced says so; the first service worker replaces none', () => {
  const { release, replace } = offered();
  replace();
  expect([release.isReplaced, release.isOffered]).toEqual([true, false]);
  const first = offered({ controller: null });
  first.replace();
  expect(first.release.isReplaced).toBe(false);
  first.replace();
  expect(first.release.isReplaced).toBe(true);
});

test('put off, it is offered no more', () => {
  const { release } = offered();
  release.isPutOff = true;
  expect(release.isOffered).toBe(false);
});
