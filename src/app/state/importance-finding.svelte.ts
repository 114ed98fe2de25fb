import type { Importance } from '../../core/importance.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion } from '../../core/records.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { keeper } from './keeper.ts';
import { stageHref } from './route.ts';

/** Finds out what versions look at, one after another. */
class ImportanceFinding {
  /** The version that was asked for last, and its job: under way, failed or cancelled. */
  asked = $state.raw<{ readonly versionId: Id; readonly job: Job<'find-importance'> } | null>(null);
  /** What was found out since the page was opened. */
  found = $state.raw<Readonly<Record<Id, Importance>>>({});
  readonly #house: House;
  readonly #place: string;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#place = stageHref(projectId, 'evaluate');
  }

  jobOf(versionId: Id): Job<'find-importance'> | null {
    return this.asked?.versionId === versionId ? this.asked.job : null;
  }

  async find({ id, number }: ModelVersion): Promise<void> {
    if (this.asked?.job.state === 'running') return;
    this.dismiss();
    const job = this.#house.start(
      'find-importance',
      { versionId: id },
      { title: `Finding out what version ${number} looks at`, place: this.#place },
    );
    this.asked = { versionId: id, job };
    const result = await job.outcome;
    if (!result) return;
    this.found = { ...this.found, [id]: result.importance };
    if (this.asked?.job === job) this.asked = null;
    this.#house.announce(job);
  }

  /** Forgets a failed job. */
  dismiss(): void {
    if (this.asked) this.#house.dismiss(this.asked.job);
    this.asked = null;
  }
}

export const importanceFindingOf = keeper(
  (house: House, projectId: Id) => new ImportanceFinding(house, projectId),
);
