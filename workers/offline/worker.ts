import { expose, finalizer } from 'comlink';
import type { LedgerEntry } from '../../src/seal/ledger.ts';
import { SEAL_DATABASE } from '../../src/seal/ledger.ts';
import { openSealStore } from '../../src/store/seal-store.ts';
import { AllowedOrigins } from './allowed-origins.ts';
import type { OfflineService } from './contract.ts';
import { holdFetch } from './hold-fetch.ts';
import { Ledger } from './ledger.ts';
import { Precache, type PrecacheEntry } from './precache.ts';
import { Requests } from './requests.ts';
import type { ServiceWorkerScope } from './scope.ts';
import { selfTest } from './self-test.ts';
import { sweep } from './sweep.ts';

// The service worker: keeps the whole app on this device, seals what it answers, and refuses what would send.
const worker = self as unknown as ServiceWorkerScope;
// The build puts the list of its files here.
const manifest = (self as unknown as { __WB_MANIFEST: readonly PrecacheEntry[] }).__WB_MANIFEST;

const store = openSealStore<LedgerEntry>(SEAL_DATABASE);
const origins = new AllowedOrigins(store);
const ledger = new Ledger(store);
const precache = new Precache(manifest, worker.registration.scope);
const requests = new Requests({ worker, precache, origins, ledger });
void origins.list();
const files = new Set([worker.registration.scope, ...precache.urls]);
holdFetch(
  ({ method, url }) =>
    (method === 'GET' && files.has(url)) || origins.known?.includes(new URL(url).origin) === true,
);

const service: OfflineService = {
  release: () => precache.release,
  ledger: () => ledger.entries(),
  clearLedger: () => ledger.clear(),
  record: (news) => ledger.take(news),
  allowedOrigins: () => origins.entries(),
  allow: (origin) => origins.allow(origin),
  withdraw: (origin) => origins.withdraw(origin),
  selfTest: () => selfTest(worker.registration.scope),
  takeOver: () => worker.skipWaiting(),
};

async function install(): Promise<void> {
  const at = Date.now();
  await precache.install();
  const entry = { at, realm: 'service worker', method: 'GET', outcome: 'host', reason: '' } as const;
  await ledger.record(...precache.urls.map((url) => ({ ...entry, url })));
}

async function activate(): Promise<void> {
  // A page of an earlier release goes on with that release; at the first installation there is none to leave alone.
  if ((await precache.earlier()).length === 0) await worker.clients.claim();
  await sweep(precache, worker.clients);
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => requests.answer(event));
worker.addEventListener('message', (event) => {
  const { port } = event.data as { port?: unknown };
  if (!(port instanceof MessagePort)) return;
  // Whoever asks has just been loaded, perhaps from a release before.
  event.waitUntil(sweep(precache, worker.clients));
  event.waitUntil(
    new Promise<void>((release) => {
      expose({ ...service, [finalizer]: release }, port);
    }),
  );
});
