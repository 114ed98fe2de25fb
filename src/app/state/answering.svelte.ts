import type { PerennialError } from '../../core/errors.ts';
import type { LabelledRow, LabelOrigin } from '../../core/feedback.ts';
import type { Id } from '../../core/ids.ts';
import type { WaitingLabels } from '../../../workers/workspace/contract.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { keeper } from './keeper.ts';
import { learningOf } from './learning.svelte.ts';
import { asProblem } from './problem.ts';
import { stageHref } from './route.ts';

/** What the person said of a prediction. */
export interface Told {
  readonly eventId: Id;
  readonly label: LabelledRow['label'];
  readonly countsAs: LabelOrigin;
}

/** What people say of predictions: kept one by one, learnt together. */
class Answering {
  /** The last label that was given on this page. */
  told = $state.raw<Told | null>(null);
  /** Null while they are being counted. */
  waiting = $state.raw<WaitingLabels | null>(null);
  problem = $state.raw<PerennialError | null>(null);
  job = $state.raw<Job<'learn-feedback'> | null>(null);
  readonly #house: House;
  readonly #projectId: Id;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#projectId = projectId;
  }

  get total(): number {
    return this.waiting ? Object.values(this.waiting).reduce((sum, count) => sum + count, 0) : 0;
  }

  /** Counts again what waits. */
  async read(): Promise<void> {
    await this.#attempt(async () => {
      this.waiting = await this.#house.ask.waitingLabels(this.#projectId);
    });
  }

  async tell(eventId: Id, label: LabelledRow['label'], origin: LabelOrigin): Promise<void> {
    await this.#attempt(async () => {
      const countsAs = await this.#house.ask.feedback(eventId, label, origin);
      this.told = { eventId, label, countsAs };
      this.waiting = await this.#house.ask.waitingLabels(this.#projectId);
    });
  }

  async setAuditRate(rate: number): Promise<void> {
    await this.#attempt(async () => {
      this.#house.take(await this.#house.ask.setAuditRate(this.#projectId, rate));
    });
  }

  /** Learns from all labels that wait; what came of it is shown where every learning is. */
  async learn(): Promise<void> {
    if (this.job?.state === 'running') return;
    this.dismiss();
    const learning = learningOf(this.#house, this.#projectId);
    learning.result = null;
    const job = this.#house.start(
      'learn-feedback',
      { projectId: this.#projectId, engine: 'auto', seed: (this.#house.view?.versions.length ?? 0) + 1 },
      { title: 'Learning from labels of predictions', place: stageHref(this.#projectId, 'learn') },
    );
    this.job = job;
    const result = await job.outcome;
    if (this.job === job && job.state !== 'failed') this.job = null;
    if (result) learning.result = result;
    await this.read();
  }

  /** Forgets a failed job. */
  dismiss(): void {
    if (this.job) this.#house.dismiss(this.job);
    this.job = null;
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

export const answeringOf = keeper((house: House, projectId: Id) => new Answering(house, projectId));
