import { cacheName, isCacheOf } from '../../src/seal/release.ts';

/** A file of the build, and what its bytes hash to: the text that `fetch` takes as `integrity`. */
export interface PrecacheEntry {
  readonly url: string;
  readonly revision: string;
}

/**
 * The files of one release, in a cache that is named after the release. They are stored all or none, and only with the
 * bytes that the manifest promises. Caches of earlier releases answer the pages that still run on them.
 */
export class Precache {
  /** The hash of the manifest, 16 hex digits. */
  readonly release: Promise<string>;
  readonly #scope: string;
  readonly #entries: ReadonlyMap<string, string>;

  /** `scope` is the address of the app's folder, with a slash at its end. */
  constructor(manifest: readonly PrecacheEntry[], scope: string) {
    this.#scope = scope;
    this.#entries = new Map(manifest.map(({ url, revision }) => [new URL(url, scope).href, revision]));
    this.release = hashOf(manifest);
  }

  get urls(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Stores every file; rejects, and keeps nothing, where one cannot be fetched as the manifest has it. */
  async install(): Promise<void> {
    const name = await this.#name();
    const isThere = await caches.has(name);
    const cache = await caches.open(name);
    try {
      await Promise.all(this.urls.map((url) => this.#store(cache, url)));
    } catch (error) {
      if (!isThere) await caches.delete(name);
      throw error;
    }
  }

  /** The earlier releases of this app that are still stored. */
  async earlier(): Promise<readonly string[]> {
    const own = await this.release;
    const names = (await caches.keys()).filter((name) => isCacheOf(name, this.#scope));
    const releases = names.map((name) => name.slice(cacheName(this.#scope, '').length));
    return releases.filter((release) => release !== own);
  }

  async forget(release: string): Promise<void> {
    await caches.delete(cacheName(this.#scope, release));
  }

  /** The stored file; of an earlier release where this one has none of that name. Undefined where none ever had. */
  async match(url: string): Promise<Response | undefined> {
    if (this.#entries.has(url)) {
      const cache = await caches.open(await this.#name());
      // A browser that was told to clear caches alone leaves the service worker: what is missing is fetched as at first.
      return (await cache.match(url)) ?? this.#store(cache, url);
    }
    for (const release of await this.earlier()) {
      const cache = await caches.open(cacheName(this.#scope, release));
      const found = await cache.match(url);
      if (found) return found;
    }
    return undefined;
  }

  async #store(cache: Cache, url: string): Promise<Response> {
    const response = await this.#fetch(url, 'default').catch(() => this.#fetch(url, 'reload'));
    await cache.put(url, response.clone());
    return response;
  }

  async #fetch(url: string, mode: RequestCache): Promise<Response> {
    const response = await fetch(url, { cache: mode, integrity: this.#entries.get(url)! });
    if (!response.ok) throw new Error(`the host answers ${response.status} to ${url}`);
    return response;
  }

  async #name(): Promise<string> {
    return cacheName(this.#scope, await this.release);
  }
}

async function hashOf(manifest: readonly PrecacheEntry[]): Promise<string> {
  const lines = manifest.map(({ url, revision }) => `${url} ${revision}`).sort();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join('\n')));
  return [...new Uint8Array(digest, 0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
