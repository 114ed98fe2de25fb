import type { PerennialError } from '../../core/errors.ts';
import type { Deletion, DeletionTarget } from '../../../workers/workspace/contract.ts';
import { createContext } from 'svelte';
import type { House } from './house.svelte.ts';
import { asProblem } from './problem.ts';
import { HOME_HREF } from './route.ts';

interface Doomed {
  readonly target: DeletionTarget;
  /** What the person calls it. */
  readonly name: string;
  readonly deletion: Deletion;
}

/** Deletes what the person points at, once they have read what goes with it. */
export class Deletions {
  /** What waits for the person's yes. */
  doomed = $state.raw<Doomed | null>(null);
  problem = $state.raw<PerennialError | null>(null);
  isDeleting = $state(false);
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  /** Finds out what would go, and asks. */
  async propose(target: DeletionTarget, name: string): Promise<void> {
    await this.#attempt(async () => {
      this.doomed = { target, name, deletion: await this.#house.ask.describeDeletion(target) };
    });
  }

  async confirm(): Promise<void> {
    if (!this.doomed || this.isDeleting) return;
    const { target, name } = this.doomed;
    this.isDeleting = true;
    await this.#attempt(async () => {
      await this.#delete(target);
      if (target.kind === 'project' && this.#house.router.route.projectId === target.id)
        this.#house.router.go(HOME_HREF);
      await this.#house.refresh();
      this.#house.notices.say(`Deleted ${name}`);
    });
    this.doomed = null;
    this.isDeleting = false;
  }

  dismiss(): void {
    if (!this.isDeleting) this.doomed = null;
  }

  async #delete({ kind, id }: DeletionTarget): Promise<void> {
    const { ask } = this.#house;
    if (kind === 'table') await ask.deleteTable(id, { cascade: true });
    else if (kind === 'version') await ask.deleteVersion(id);
    else await ask.deleteProject(id);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      this.problem = null;
      await work();
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}

export const [useDeletions, provideDeletions] = createContext<Deletions>();
