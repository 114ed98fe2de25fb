import { createContext } from 'svelte';
import { whenIdle } from '../../bridge/busy.ts';
import type { PerennialError } from '../../core/errors.ts';
import type { JobKind } from '../../../workers/workspace/contract.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import type { OfflineState } from './offline.svelte.ts';
import { asProblem } from './problem.ts';

/** Jobs that are written down while they are under way, and go on after a reload. */
const LASTING: ReadonlySet<JobKind> = new Set([
  'import',
  'train',
  'learn-on',
  'learn-rows',
  'learn-feedback',
  'resume',
]);

interface Page {
  readonly serviceWorker: Pick<ServiceWorkerContainer, 'controller' | 'addEventListener'> | undefined;
  reload(): void;
}

const thisPage: Page = {
  serviceWorker: globalThis.navigator?.serviceWorker,
  reload: () => location.reload(),
};

/**
 * A newer release of the app: offered, never forced. When the person wants it, it waits until no tab is at a job, unless the
 * person would rather go on with the work afterwards.
 */
export class Release {
  /** The person has put it off: it is used when the app is next opened with no tab left of before. */
  isPutOff = $state(false);
  /** It is wanted, and waits for jobs. */
  isAwaiting = $state(false);
  /** It is being put in place. */
  isTaking = $state(false);
  /** Another tab has taken the newer release: this one goes on with its own until it is loaded again. */
  isReplaced = $state(false);
  /** This page is about to be loaded again: that is what the person wants. */
  isLeaving = $state(false);
  problem = $state.raw<PerennialError | null>(null);
  readonly #house: Pick<House, 'running'>;
  readonly #offline: OfflineState | null;
  readonly #page: Page;
  #waiting: AbortController | null = null;

  constructor(house: Pick<House, 'running'>, offline: OfflineState | null, page = thisPage) {
    this.#house = house;
    this.#offline = offline;
    this.#page = page;
    let hadOne = page.serviceWorker?.controller != null;
    page.serviceWorker?.addEventListener('controllerchange', () => {
      this.isReplaced = hadOne && !this.isLeaving;
      hadOne = true;
    });
  }

  get isOffered(): boolean {
    return this.#offline?.waiting != null && !this.isPutOff && !this.isReplaced;
  }

  /** The jobs of this tab that would be lost with a reload, since nothing of them is written down. */
  get mortal(): readonly Job[] {
    return this.#house.running.filter(({ kind }) => !LASTING.has(kind));
  }

  /** Takes it as soon as no tab is at a job. */
  async take(): Promise<void> {
    this.problem = null;
    const waiting = (this.#waiting = new AbortController());
    this.isAwaiting = true;
    await this.#attempt(() => whenIdle(waiting.signal, () => this.#takeOver()), waiting.signal);
    if (this.#waiting === waiting) this.isAwaiting = false;
  }

  /** Takes it at once: work that lasts was written down, and can go on afterwards. */
  async takeNow(): Promise<void> {
    this.callOff();
    await this.#attempt(() => this.#takeOver());
  }

  /** The person wants it no more, for the time being. */
  callOff(): void {
    this.#waiting?.abort();
    this.#waiting = null;
    this.isAwaiting = false;
  }

  /** Loads this page again, on the release that another tab has taken. */
  reload(): void {
    this.isLeaving = true;
    this.#page.reload();
  }

  async #takeOver(): Promise<void> {
    this.isLeaving = true;
    this.isTaking = true;
    try {
      await this.#offline?.waiting?.takeOver();
    } catch (error) {
      this.isLeaving = false;
      this.isTaking = false;
      throw error;
    }
    this.#page.reload();
  }

  async #attempt(work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!signal?.aborted) this.problem = asProblem(error);
    }
  }
}

export const [useRelease, provideRelease] = createContext<Release>();
