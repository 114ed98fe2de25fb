import { createContext } from 'svelte';
import type { PerennialError } from '../../core/errors.ts';
import type { AllowedOrigin, LedgerEntry, Realm } from '../../seal/ledger.ts';
import { parseOrigin } from '../../seal/origin.ts';
import { originsAllowedBy } from '../../seal/policy.ts';
import type { RouteResult } from '../../seal/routes.ts';
import { type Heard, LEDGER_CAPACITY } from './heard.ts';
import { pageRequests } from './page-requests.ts';
import { policyInForce } from './policy-in-force.ts';
import { asProblem } from './problem.ts';

/** What the self-test found in one kind of thread, or why it could not be tried there. */
export interface RealmResults {
  readonly realm: Realm;
  readonly results: readonly RouteResult[];
  readonly problem: PerennialError | null;
}

/** What the browser holds this app to: what was sent or refused, which origins are allowed, what the self-test shows. */
export class Seal {
  /** Newest first. */
  entries = $state.raw<readonly LedgerEntry[]>([]);
  /** Null while they are being read, and where there is no service worker to keep them. */
  origins = $state.raw<readonly AllowedOrigin[] | null>(null);
  /** Null before the first test. */
  results = $state.raw<readonly RealmResults[] | null>(null);
  isTesting = $state(false);
  problem = $state.raw<PerennialError | null>(null);
  /** The policy that the page says of itself, by its directives. */
  readonly policy = policyInForce();
  /** The origins that this page, as it was loaded, may reach. */
  readonly originsInForce = originsAllowedBy(this.policy);
  /** A change of the allowed origins waits for the next load. */
  readonly needsReload = $derived(
    this.origins !== null &&
      this.origins
        .map(({ origin }) => origin)
        .toSorted()
        .join(' ') !== this.originsInForce.toSorted().join(' '),
  );
  readonly #heard: Heard;
  /** How many show the ledger: it is read again, as things happen, only then. */
  #readers = 0;

  constructor(heard: Heard) {
    this.#heard = heard;
    heard.onEntry = () => {
      if (this.#readers > 0) void this.readLedger();
    };
  }

  get service() {
    return this.#heard.offline?.offline?.service ?? null;
  }

  /** Whether the service worker stands between this page and the network, and so sees all that is asked for. */
  get isControlled(): boolean {
    return Boolean(navigator.serviceWorker?.controller);
  }

  /** Keeps the ledger up to date as long as somebody looks at it. */
  followLedger(): () => void {
    this.#readers++;
    void this.readLedger();
    return () => void this.#readers--;
  }

  async readLedger(): Promise<void> {
    await this.#attempt(async () => {
      const { service } = this;
      const kept =
        service && this.isControlled
          ? await service.ledger()
          : [
              ...pageRequests(
                performance.getEntriesByType('resource'),
                location.origin,
                performance.timeOrigin,
              ),
              ...this.#heard.entries,
            ];
      this.entries = kept.toSorted((a, b) => b.at - a.at).slice(0, LEDGER_CAPACITY);
    });
  }

  async clearLedger(): Promise<void> {
    await this.#attempt(async () => {
      this.#heard.entries = [];
      performance.clearResourceTimings();
      await this.service?.clearLedger();
      await this.readLedger();
    });
  }

  async readOrigins(): Promise<void> {
    await this.#attempt(async () => {
      this.origins = (await this.service?.allowedOrigins()) ?? null;
    });
  }

  /** Throws `origin-invalid`; it holds from the next load. */
  async allow(text: string): Promise<void> {
    const origin = parseOrigin(text);
    await this.#attempt(async () => {
      await this.service?.allow(origin);
      await this.readOrigins();
    });
  }

  async withdraw(origin: string): Promise<void> {
    await this.#attempt(async () => {
      await this.service?.withdraw(origin);
      await this.readOrigins();
    });
  }

  /** Tries every route in every kind of thread. To be called by the press of a button. */
  async test(): Promise<void> {
    if (this.isTesting) return;
    this.isTesting = true;
    const { origin, pathname } = location;
    const home = `${origin}${pathname.slice(0, pathname.lastIndexOf('/') + 1)}`;
    const { service } = this;
    const attempts: readonly (readonly [Realm, () => Promise<readonly RouteResult[]>])[] = [
      [
        'page',
        async () => {
          const { testPage } = await import('../../seal/self-test.ts');
          return testPage({ home });
        },
      ],
      ['workspace worker', () => this.#heard.threads.selfTest('workspace', home)],
      ['compute worker', () => this.#heard.threads.selfTest('compute', home)],
      ['play worker', () => this.#heard.player.selfTest(home)],
      ...(service ? [['service worker', () => service.selfTest()] as const] : []),
    ];
    this.results = await Promise.all(attempts.map(([realm, test]) => tested(realm, test)));
    this.isTesting = false;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}

async function tested(realm: Realm, test: () => Promise<readonly RouteResult[]>): Promise<RealmResults> {
  try {
    return { realm, results: await test(), problem: null };
  } catch (error) {
    return { realm, results: [], problem: asProblem(error) };
  }
}

export const [useSeal, provideSeal] = createContext<Seal>();
