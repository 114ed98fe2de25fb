import { isCancelled, type PerennialError } from '../../core/errors.ts';
import type { Progress } from '../../core/progress.ts';
import type { Client, RunningJob } from '../../bridge/client.ts';
import type { JobKind, Jobs as JobTypes } from '../../../workers/workspace/contract.ts';
import { asProblem } from './problem.ts';
import { type JobCurve, Trace } from './trace.ts';

const SHOWN_EVERY_MS = 80;

type JobState = 'running' | 'done' | 'failed' | 'cancelled';

/** How a job is shown: what it is called, and the page on which its progress stands. */
export interface JobLabel {
  readonly title: string;
  /** The address of the page that shows the job itself; the tray leaves it out there. */
  readonly place: string;
}

/** A long job, as a person sees it: how far, how fast, how long still, how it ended. */
export class Job<K extends JobKind = JobKind> {
  readonly kind: K;
  readonly title: string;
  readonly place: string;
  readonly startedAt = Date.now();
  state = $state<JobState>('running');
  progress = $state.raw<Progress | null>(null);
  curves = $state.raw<readonly JobCurve[]>([]);
  problem = $state.raw<PerennialError | null>(null);
  /** What went wrong on the way while the job goes on all the same, each once, in the order in which it was told. */
  notices = $state.raw<readonly string[]>([]);
  /** Units a second over the last few seconds; null until two reports have come. */
  rate = $state<number | null>(null);
  /** From 0 to 1; null while the total is not known. */
  readonly share = $derived(
    this.progress && this.progress.total > 0 ? Math.min(1, this.progress.done / this.progress.total) : null,
  );
  readonly secondsLeft = $derived(
    this.progress && this.progress.total > 0 && this.rate
      ? Math.max(0, this.progress.total - this.progress.done) / this.rate
      : null,
  );
  /** The result, or null when the job failed or was cancelled: then `problem` or `state` says so. */
  readonly outcome: Promise<JobTypes[K]['result'] | null>;
  readonly #running: RunningJob<K>;
  readonly #trace = new Trace();
  #newest: Progress | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #mark: { phase: string; done: number; at: number } | null = null;

  constructor(
    client: Client,
    kind: K,
    request: JobTypes[K]['request'],
    label: JobLabel,
    finish: () => Promise<void>,
  ) {
    this.kind = kind;
    this.title = label.title;
    this.place = label.place;
    this.#running = client.start(kind, request, (progress) => this.#report(progress));
    this.outcome = this.#settle(finish);
  }

  cancel(): void {
    this.#running.cancel();
  }

  async #settle(finish: () => Promise<void>): Promise<JobTypes[K]['result'] | null> {
    try {
      const result = await this.#running.result;
      this.#show();
      await finish();
      this.state = 'done';
      return result;
    } catch (error) {
      this.#show();
      this.problem = isCancelled(error) ? null : asProblem(error);
      this.state = this.problem ? 'failed' : 'cancelled';
      return null;
    }
  }

  /** Reports may come by the thousand: what is shown changes a few times a second. */
  #report(progress: Progress): void {
    this.#newest = progress;
    const { notice } = progress;
    if (notice && !this.notices.includes(notice)) this.notices = [...this.notices, notice];
    if (progress.point) this.#trace.add(progress.phase, progress.point);
    this.#timer ??= setTimeout(() => this.#show(), SHOWN_EVERY_MS);
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#newest) return;
    this.progress = this.#newest;
    this.curves = this.#trace.curves();
    this.#measure(this.#newest);
  }

  /** The rate is an exponential average over about two seconds, begun anew with each phase. */
  #measure({ phase, done }: Progress): void {
    const at = performance.now();
    const mark = this.#mark;
    if (mark?.phase !== phase || done < mark.done) {
      this.#mark = { phase, done, at };
      this.rate = null;
      return;
    }
    const seconds = (at - mark.at) / 1000;
    if (seconds < 0.2) return;
    const rate = (done - mark.done) / seconds;
    const kept = Math.exp(-seconds / 2);
    this.rate = this.rate === null ? rate : this.rate * kept + rate * (1 - kept);
    this.#mark = { phase, done, at };
  }
}
