import type { Comparison } from '../../core/evaluation.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion } from '../../core/records.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { keeper } from './keeper.ts';
import { stageHref } from './route.ts';

/** Any two versions on the report rows that neither has learnt. */
export class Contest {
  /** Null: the champion of now. */
  firstId = $state<Id | null>(null);
  /** Null: the challenger of now, or the newest version besides. */
  secondId = $state<Id | null>(null);
  job = $state.raw<Job<'compare'> | null>(null);
  result = $state.raw<{
    readonly first: ModelVersion;
    readonly second: ModelVersion;
    readonly comparison: Comparison;
  } | null>(null);
  readonly #house: House;
  readonly #place: string;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#place = stageHref(projectId, 'models');
  }

  get first(): ModelVersion | null {
    return this.#house.version(this.firstId) ?? this.#house.champion;
  }

  get second(): ModelVersion | null {
    return this.#house.version(this.secondId) ?? this.#rival(this.first);
  }

  async compare(): Promise<void> {
    const { first, second } = this;
    if (!first || !second || first.id === second.id) return;
    if (this.job) this.#house.dismiss(this.job);
    this.result = null;
    const job = this.#house.start(
      'compare',
      { championId: first.id, challengerId: second.id },
      { title: `Comparing version ${first.number} with version ${second.number}`, place: this.#place },
    );
    this.job = job;
    const outcome = await job.outcome;
    if (this.job !== job) return;
    if (job.state !== 'failed') this.job = null;
    if (outcome) this.result = { first, second, comparison: outcome.comparison };
  }

  dismiss(): void {
    if (this.job) this.#house.dismiss(this.job);
    this.job = null;
  }

  #rival(first: ModelVersion | null): ModelVersion | null {
    const { challenger, view } = this.#house;
    if (challenger && challenger.id !== first?.id) return challenger;
    return view?.versions.findLast(({ id }) => id !== first?.id) ?? null;
  }
}

export const contestOf = keeper((house: House, projectId: Id) => new Contest(house, projectId));
