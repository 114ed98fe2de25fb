import { PerennialError } from '../../src/core/errors.ts';
import type { SealStore } from '../../src/store/seal-store.ts';

/** The origins that the person has allowed, kept over restarts; none by default. */
export class AllowedOrigins {
  readonly #store: Pick<SealStore<unknown>, 'origins' | 'addOrigin' | 'removeOrigin'>;
  #list: Promise<readonly string[]> | undefined;
  /** Undefined until they were read: a request that must be decided at once cannot wait for the database. */
  known: readonly string[] | undefined;

  constructor(store: Pick<SealStore<unknown>, 'origins' | 'addOrigin' | 'removeOrigin'>) {
    this.#store = store;
  }

  /** None where the browser refuses storage. */
  list(): Promise<readonly string[]> {
    this.#list ??= this.#store.origins().catch(() => []);
    return this.#list.then((origins) => (this.known = origins));
  }

  async allow(origin: string): Promise<void> {
    await this.#store.addOrigin(checkedOrigin(origin));
    await this.#reread();
  }

  async withdraw(origin: string): Promise<void> {
    await this.#store.removeOrigin(origin);
    await this.#reread();
  }

  async #reread(): Promise<void> {
    this.#list = undefined;
    await this.list();
  }
}

/** Throws `origin-invalid` unless it is an https origin, or one of this device: it becomes a part of the policy's text. */
function checkedOrigin(origin: string): string {
  const url = URL.parse(origin);
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal(url.hostname));
  if (isSecure && url.origin === origin) return origin;
  throw new PerennialError(
    'origin-invalid',
    `"${origin}" is not an origin that can be allowed: write it like https://data.example, without a path`,
  );
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}
