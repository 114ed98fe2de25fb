import type { Id } from '../core/ids.ts';

/** Something that is due in each project the first time and then every so many times. */
export class Recurrence {
  readonly #every: number;
  readonly #times = new Map<Id, number>();

  constructor(every: number) {
    this.#every = every;
  }

  /** Counts one more time, and tells whether it is due. */
  isDue(projectId: Id): boolean {
    const times = this.#times.get(projectId) ?? 0;
    this.#times.set(projectId, times + 1);
    return times % this.#every === 0;
  }
}
