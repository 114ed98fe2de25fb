import { PerennialError } from '../core/errors.ts';
import { isSealedBy } from '../seal/headers.ts';

/** What the gate asks of the page in which it stands. */
export interface GatePlace {
  /** Whether the service worker has answered with this very page: it says so in the page. */
  readonly isStored: boolean;
  /** Whether the host says the policy of the page and of its workers. */
  hostSeals(): Promise<boolean>;
  /** Resolves once a service worker is active that will answer with the page. */
  store(): Promise<unknown>;
  /** A mark that lasts from one load of this tab to the next. */
  readonly mark: { isSet(): boolean; set(): void; clear(): void };
  /** Loads the page again, as a visit. */
  reload(): void;
}

/** Where the page stands. `closed` opens no data and says why; `reloading` is about to be gone. */
export type Gate =
  | { readonly kind: 'open'; readonly sealedBy: 'service worker' | 'host' }
  | { readonly kind: 'closed'; readonly problem: PerennialError }
  | { readonly kind: 'reloading' };

/**
 * Decides whether data may be opened in this page: only where the browser holds it, and its workers, to the policy. A
 * page that came past the service worker, as the first one and one that is reloaded hard do, is loaded once more through
 * it, unless the host seals it as well.
 */
export async function passGate(place: GatePlace): Promise<Gate> {
  const { mark } = place;
  try {
    if (place.isStored) {
      mark.clear();
      return { kind: 'open', sealedBy: 'service worker' };
    }
    if (await place.hostSeals()) {
      mark.clear();
      return { kind: 'open', sealedBy: 'host' };
    }
    await place.store();
    if (mark.isSet()) {
      mark.clear();
      throw new PerennialError(
        'gate-bypassed',
        'the service worker is there, and the browser loads the page past it: turn off "Bypass for network" in the developer tools, then reload',
      );
    }
    mark.set();
    place.reload();
    return { kind: 'reloading' };
  } catch (error) {
    const problem =
      error instanceof PerennialError
        ? error
        : new PerennialError('gate-failed', String(error), { cause: error });
    return { kind: 'closed', problem };
  }
}

/** Whether the host says exactly our policy of each of these addresses; it is asked for their headers alone. */
export async function hostSeals(urls: readonly string[]): Promise<boolean> {
  try {
    const answers = await Promise.all(
      urls.map((url) => fetch(url, { method: 'HEAD', cache: 'no-store', redirect: 'error' })),
    );
    return answers.every(({ ok, headers }) => ok && isSealedBy(headers.get('content-security-policy')));
  } catch {
    return false;
  }
}

/**
 * The mark, in the tab's own storage: the address that the page is about to be loaded by. Where storage is refused, so is
 * every other: the gate stays closed.
 *
 * Chromium lets a page still see a mark that was removed by the one before, where that one was isolated and this one is
 * not. So it counts only for a page that came by this address, and not by reloading it.
 */
export function tabMark(key: string, next: string): GatePlace['mark'] {
  return {
    isSet() {
      const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return load?.type === 'navigate' && sessionStorage.getItem(key) === location.pathname;
    },
    set: () => sessionStorage.setItem(key, next),
    clear: () => sessionStorage.removeItem(key),
  };
}
