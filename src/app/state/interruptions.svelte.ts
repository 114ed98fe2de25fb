import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { InterruptedJob, Jobs } from '../../../workers/workspace/contract.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { asProblem } from './problem.ts';
import { HOME_HREF, stageHref } from './route.ts';

/** An interrupted job, and how it does where the person has let it go on. */
export interface Interruption {
  readonly what: InterruptedJob;
  readonly job: Job<'resume'> | null;
  /** It has failed for good when it went on: nothing is left to go on from. */
  readonly isOver: boolean;
}

/** With more done than this share of its phase, a job is not given up without a question. */
const MUCH = 0.1;
const LOOKED_AT_EVERY_MS = 4000;

/** Jobs that were cut off: each goes on from where it stood, or is given up. */
export class Interruptions {
  /** What waits for the person's yes before it is given up. */
  doomed = $state.raw<InterruptedJob | null>(null);
  problem = $state.raw<PerennialError | null>(null);
  /** What goes on, or could not. */
  readonly #resumed = new SvelteMap<Id, { readonly what: InterruptedJob; readonly job: Job<'resume'> }>();
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  /**
   * Those of a project, or of every one and of none. What goes on is left to the page where that was asked for, and what
   * has just failed to the note that says so.
   */
  of(projectId: Id | null): readonly Interruption[] {
    const { interrupted, jobs } = this.#house;
    const resumed = [...this.#resumed.values()].map(({ what, job }) => ({
      what,
      job,
      isOver: job.state === 'failed' && !interrupted.some(({ id }) => id === what.id),
    }));
    const told = jobs.map((job) => this.keptOf(job)?.id);
    const waiting = interrupted
      .filter(({ id }) => !this.#resumed.has(id) && !told.includes(id))
      .map((what) => ({ what, job: null, isOver: false }));
    return [...resumed, ...waiting]
      .filter(({ what }) => projectId === null || what.projectId === projectId)
      .filter(({ job }) => job?.state !== 'running' || this.#house.isAt(job.place))
      .sort((a, b) => a.what.startedAt - b.what.startedAt);
  }

  /** What is kept of a job that failed, so that it can go on; null where nothing is. */
  keptOf({ kind, state, place, startedAt }: Job): InterruptedJob | null {
    if (state !== 'failed') return null;
    const kept = this.#house.interrupted.find(
      (what) =>
        what.job === (kind === 'learn-feedback' ? 'learn-rows' : kind) &&
        what.startedAt >= startedAt &&
        !what.isRunningElsewhere &&
        placeOf(what) === place,
    );
    return kept && !this.#resumed.has(kept.id) ? kept : null;
  }

  /** Lets it go on. When it is done, whoever has waited is led to the result, and whoever has gone elsewhere is told. */
  async resume(what: InterruptedJob, title: string): Promise<void> {
    const before = this.#resumed.get(what.id)?.job;
    if (before?.state === 'running') return;
    if (before) this.#house.dismiss(before);
    const job = this.#house.start('resume', { jobId: what.id }, { title, place: this.#house.place });
    this.#resumed.set(what.id, { what, job });
    const result = await job.outcome;
    if (job.state !== 'failed') this.#resumed.delete(what.id);
    if (!result) return;
    const href = await this.#hrefOf(result);
    if (this.#house.isAt(job.place)) this.#house.router.go(href);
    else this.#house.announce(job, href);
  }

  /** Gives it up at once where little was done, or asks first. */
  async propose(what: InterruptedJob): Promise<void> {
    if (shareOf(what) >= MUCH) this.doomed = what;
    else await this.discard(what);
  }

  /** Deletes what it had done and the file that was kept for it. */
  async discard(what: InterruptedJob): Promise<void> {
    this.doomed = null;
    this.problem = null;
    try {
      await this.#house.ask.discardJob(what.id);
      this.forget(what);
    } catch (error) {
      this.problem = asProblem(error);
    }
    await this.#house.readInterrupted();
  }

  /** Says no more of one that failed for good. */
  forget(what: InterruptedJob): void {
    const failed = this.#resumed.get(what.id)?.job;
    if (failed) this.#house.dismiss(failed);
    this.#resumed.delete(what.id);
  }

  /** Looks after jobs of other tabs now and then, until the answer is called: what they have made is shown. */
  follow(): () => void {
    const timer = setInterval(() => void this.#look(), LOOKED_AT_EVERY_MS);
    return () => clearInterval(timer);
  }

  async #look(): Promise<void> {
    const before = this.#house.interrupted.filter(({ isRunningElsewhere }) => isRunningElsewhere);
    await this.#house.readInterrupted();
    const isThere = (id: Id) => this.#house.interrupted.some((each) => each.id === id);
    if (before.some(({ id }) => !isThere(id))) await this.#house.refresh();
  }

  /** The page that shows what came of it: a model that was trained is the newest of its project. */
  async #hrefOf({ projectId, job }: Jobs['resume']['result']): Promise<string> {
    if (job === 'import') return stageHref(projectId, 'data');
    if (job === 'learn-on' || job === 'learn-rows') return stageHref(projectId, 'learn');
    const { view, ask } = this.#house;
    const { versions } = view?.project.id === projectId ? view : await ask.project(projectId);
    return stageHref(projectId, 'evaluate', { version: versions.at(-1)?.id ?? '' });
  }
}

/** The page on which such a job is begun. */
function placeOf({ projectId, job }: InterruptedJob): string {
  if (projectId === null) return HOME_HREF;
  return stageHref(projectId, job === 'import' ? 'data' : job === 'train' ? 'train' : 'learn');
}

function shareOf({ progress }: InterruptedJob): number {
  return progress && progress.total > 0 ? progress.done / progress.total : 0;
}

export const [useInterruptions, provideInterruptions] = createContext<Interruptions>();
