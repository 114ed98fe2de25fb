import { releaseProxy, wrap } from 'comlink';
import type { OfflineService } from '../../workers/offline/contract.ts';
import { PerennialError } from '../core/errors.ts';
import { RELEASE_META, releaseLock } from '../seal/release.ts';

/** A newer release is stored on this device and waits. */
export interface WaitingRelease {
  readonly name: string;
  /** Resolves once it answers for this app: a page runs on it from its next load. */
  takeOver(): Promise<void>;
}

/** The page's side of the service worker. */
export interface Offline {
  /** Asks the active service worker; each question wakes it where the browser has put it to sleep. */
  readonly service: OfflineService;
  readonly registration: ServiceWorkerRegistration;
  /** Resolves once the service worker stands between this page and the network. */
  controlled(): Promise<void>;
}

export interface OfflineOptions {
  /** Where the built service worker is: `offline.js`, in the app's folder. */
  readonly scriptUrl: string | URL;
  /** Called when a newer release waits, also when it waited before this page was opened. */
  readonly onWaiting: (release: WaitingRelease) => void;
  readonly container?: ServiceWorkerContainer | undefined;
}

/**
 * Registers the service worker and waits until one is active.
 *
 * Throws `offline-insecure`, `offline-absent`, `offline-refused` or `offline-incomplete`, each with what can be done.
 */
export async function openOffline(options: OfflineOptions): Promise<Offline> {
  const { scriptUrl, onWaiting, container = globalThis.navigator.serviceWorker } = options;
  if (!isSecureContext)
    throw new PerennialError(
      'offline-insecure',
      `a page from ${location.origin} cannot be stored on this device: open it over https or from localhost`,
    );
  if (!container)
    throw new PerennialError(
      'offline-absent',
      'this browser keeps service workers from this page, as some do in private windows: open it in an ordinary window',
    );
  const registration = await register(container, scriptUrl);
  const service = serviceOf(() => registration.active);
  watchForWaiting(registration, onWaiting);
  if (!registration.active) await firstActive(registration);
  void (async () => hold(releaseOf(document) ?? (await service.release())))();
  return { service, registration, controlled: () => controlled(container) };
}

/** The release that this page runs on; null where it came past the service worker. */
export function releaseOf(page: Document): string | null {
  return page.querySelector<HTMLMetaElement>(`meta[name="${RELEASE_META}"]`)?.content ?? null;
}

/** As long as this page lives, its release is kept: it loads its pieces when they are needed. */
function hold(release: string): void {
  void navigator.locks.request(releaseLock(release), { mode: 'shared' }, () => new Promise(() => undefined));
}

async function register(
  container: ServiceWorkerContainer,
  scriptUrl: string | URL,
): Promise<ServiceWorkerRegistration> {
  try {
    const found = await container.register(scriptUrl, { scope: './', updateViaCache: 'none' });
    if (found) return found;
    throw new Error('nothing was registered');
  } catch (cause) {
    // Without a network, the one that is there already goes on.
    const scope = new URL('./', scriptUrl).href;
    const known = await container.getRegistration(scope).catch(() => undefined);
    if (known?.active && known.scope === scope) return known;
    throw new PerennialError(
      'offline-refused',
      `the service worker could not be registered (${cause instanceof Error ? cause.message : String(cause)}): allow this site to store data, check that the host serves offline.js, then reload`,
      { cause },
    );
  }
}

function firstActive(registration: ServiceWorkerRegistration): Promise<void> {
  const coming = registration.installing ?? registration.waiting;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (coming?.state === 'activated' || registration.active) resolve();
      else if (!coming || coming.state === 'redundant')
        reject(
          new PerennialError(
            'offline-incomplete',
            'not every file of the app could be stored on this device: the connection broke off, the device is full, or the host has changed the files of this release; reload to try again',
          ),
        );
    };
    coming?.addEventListener('statechange', look);
    look();
  });
}

function controlled(container: ServiceWorkerContainer): Promise<void> {
  return new Promise((resolve) => {
    if (container.controller) resolve();
    else container.addEventListener('controllerchange', () => resolve(), { once: true });
  });
}

function watchForWaiting(
  registration: ServiceWorkerRegistration,
  onWaiting: OfflineOptions['onWaiting'],
): void {
  const tell = (worker: ServiceWorker) => {
    // The first one does not wait: there is nothing before it.
    if (!registration.active || worker.state !== 'installed') return;
    const service = serviceOf(() => worker);
    void service.release().then((name) => onWaiting({ name, takeOver: () => takeOver(worker, service) }));
  };
  const watch = (worker: ServiceWorker | null) => {
    if (!worker) return;
    tell(worker);
    worker.addEventListener('statechange', () => tell(worker));
  };
  registration.addEventListener('updatefound', () => watch(registration.installing));
  watch(registration.installing);
  watch(registration.waiting);
}

async function takeOver(worker: ServiceWorker, service: OfflineService): Promise<void> {
  await service.takeOver();
  await new Promise<void>((resolve) => {
    const look = () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve();
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/**
 * A port for each question: a port to a service worker that the browser has ended would never answer, and a message to
 * the service worker itself starts it again.
 */
function serviceOf(find: () => ServiceWorker | null): OfflineService {
  async function ask<Q extends keyof OfflineService>(
    question: Q,
    ...args: Parameters<OfflineService[Q]>
  ): Promise<Awaited<ReturnType<OfflineService[Q]>>> {
    const { port1, port2 } = new MessageChannel();
    const remote = wrap<OfflineService>(port1);
    try {
      const worker = find();
      if (!worker)
        throw new PerennialError('offline-gone', 'the service worker was removed: reload this page');
      worker.postMessage({ port: port2 }, [port2]);
      const call = remote[question] as unknown as (...args: unknown[]) => Promise<never>;
      return await call(...args);
    } catch (error) {
      if (error instanceof PerennialError) throw error;
      throw new PerennialError('offline-failed', error instanceof Error ? error.message : String(error));
    } finally {
      remote[releaseProxy]();
    }
  }
  return {
    release: () => ask('release'),
    ledger: () => ask('ledger'),
    clearLedger: () => ask('clearLedger'),
    record: (news) => ask('record', news),
    allowedOrigins: () => ask('allowedOrigins'),
    allow: (origin) => ask('allow', origin),
    withdraw: (origin) => ask('withdraw', origin),
    selfTest: () => ask('selfTest'),
    takeOver: () => ask('takeOver'),
  };
}
