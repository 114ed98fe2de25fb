import type { LedgerEntry, Realm, RequestOutcome } from '../../src/seal/ledger.ts';
import type { AllowedOrigins } from './allowed-origins.ts';
import type { Ledger } from './ledger.ts';
import type { Precache } from './precache.ts';
import type { FetchEvent, ServiceWorkerScope } from './scope.ts';
import { refusal, sealResponse } from './seal-response.ts';

interface Rooms {
  readonly worker: ServiceWorkerScope;
  readonly precache: Precache;
  readonly origins: AllowedOrigins;
  readonly ledger: Ledger;
}

/** What a worker asks for is fetched by its code, or is code: icons and the like are the page's. */
const WORKERS_ASK: ReadonlySet<string> = new Set(['', 'script', 'worker']);

/** A worker's file is named after its room; the only one without a file of its own is the widget's. */
const WORKERS: readonly (readonly [RegExp, Realm])[] = [
  [/\/workspace-worker-/, 'workspace worker'],
  [/\/compute-worker-/, 'compute worker'],
  [/\/play-worker-/, 'play worker'],
  [/^blob:|\/widget\//, 'widget worker'],
];

type Verdict = Pick<LedgerEntry, 'outcome' | 'reason'> & { readonly response: Response };

/**
 * Decides about every request of pages and their workers. Own files are answered from this device; nothing else of the
 * own origin is asked for. Another origin is reached only where the person has allowed it.
 */
export class Requests {
  readonly #rooms: Rooms;
  readonly #home: string;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
    this.#home = rooms.worker.registration.scope;
  }

  answer(event: FetchEvent): void {
    const { origins } = this.#rooms;
    const url = new URL(event.request.url);
    const isOwn = url.origin === new URL(this.#home).origin;
    if (!isOwn && origins.known?.includes(url.origin)) {
      // Left to the browser: it holds the request, and each redirect, to the policy of whoever made it.
      event.waitUntil(this.#record(event, 'sent', ''));
      return;
    }
    const verdict = isOwn ? this.#own(event.request, url) : this.#foreign(event.request, url);
    event.respondWith(verdict.then(({ response }) => response));
    event.waitUntil(
      verdict.then(
        ({ outcome, reason }) => this.#record(event, outcome, reason),
        (error: unknown) => this.#record(event, 'refused', String(error)),
      ),
    );
  }

  async #own(request: Request, url: URL): Promise<Verdict> {
    if (request.method !== 'GET')
      return this.#refuse(request, `${request.method} could carry data to the host`);
    if (url.search !== '') return this.#refuse(request, 'a query could carry data to the host');
    const { precache, origins } = this.#rooms;
    const file = url.origin + url.pathname;
    const address = file === this.#home ? `${file}index.html` : file;
    const stored = await precache.match(address);
    if (!stored) return this.#refuse(request, `the app has no file ${url.pathname}`);
    const response = sealResponse(address, stored, await precache.release, await origins.list());
    return { outcome: 'stored', reason: '', response: await response };
  }

  /** Only where the list had to be read first does the service worker fetch itself, under its own policy. */
  async #foreign(request: Request, url: URL): Promise<Verdict> {
    const allowed = await this.#rooms.origins.list();
    if (allowed.includes(url.origin)) return { outcome: 'sent', reason: '', response: await fetch(request) };
    return this.#refuse(request, `${url.origin} is not an origin that was allowed`);
  }

  #refuse(request: Request, reason: string): Verdict {
    const response = refusal(reason, this.#home, request.mode === 'navigate');
    return { outcome: 'refused', reason, response };
  }

  async #record(event: FetchEvent, outcome: RequestOutcome, reason: string): Promise<void> {
    const { method, url } = event.request;
    const realm = await this.#realm(event);
    await this.#rooms.ledger.record({ at: Date.now(), realm, method, url, outcome, reason });
  }

  async #realm({ clientId, request }: FetchEvent): Promise<Realm> {
    // Chromium (156) does not say whose a request is that comes from a worker's own worker: there is one.
    if (!clientId && WORKERS_ASK.has(request.destination) && request.mode !== 'navigate')
      return 'compute worker';
    const client = clientId ? await this.#rooms.worker.clients.get(clientId) : undefined;
    if (!client || client.type === 'window') return 'page';
    return WORKERS.find(([mark]) => mark.test(client.url))?.[1] ?? 'another worker';
  }
}
