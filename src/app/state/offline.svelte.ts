import { createContext } from 'svelte';
import type { Offline, WaitingRelease } from '../../bridge/offline.ts';
import type { PerennialError } from '../../core/errors.ts';
import { asProblem } from './problem.ts';

/** How the app stands with its service worker: whether all of it is stored on this device, and what newer release waits. */
export class OfflineState {
  /** Null until it is there, and where it cannot be. */
  offline = $state.raw<Offline | null>(null);
  /** Why there is none. */
  problem = $state.raw<PerennialError | null>(null);
  waiting = $state.raw<WaitingRelease | null>(null);
  readonly #open: (onWaiting: (release: WaitingRelease) => void) => Promise<Offline>;
  #opening: Promise<Offline> | undefined;

  constructor(open: (onWaiting: (release: WaitingRelease) => void) => Promise<Offline>) {
    this.#open = open;
  }

  /** Registers the service worker, once; rejects with why it cannot be had. */
  open(): Promise<Offline> {
    this.#opening ??= this.#open((release) => (this.waiting = release)).then(
      (offline) => (this.offline = offline),
      (error: unknown) => {
        this.problem = asProblem(error);
        throw this.problem;
      },
    );
    return this.#opening;
  }
}

/** Null where the app is served without its service worker, as it is while it is being developed. */
export const [useOffline, provideOffline] = createContext<OfflineState | null>();
