import type { BackupAbout, Restored } from '../../core/backup.ts';
import type { PerennialError } from '../../core/errors.ts';
import type { House } from './house.svelte.ts';
import { asProblem } from './problem.ts';

/** The copy of all records from before the last update: looked at, put back, or deleted. */
export class BackupCopy {
  /** Null where there is none. */
  about = $state.raw<BackupAbout | null>(null);
  restored = $state.raw<Restored | null>(null);
  isRestoring = $state(false);
  problem = $state.raw<PerennialError | null>(null);
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
    void this.#attempt(() => this.#look());
  }

  async restore(): Promise<void> {
    this.isRestoring = true;
    await this.#attempt(async () => {
      this.restored = await this.#house.ask.restoreBackup();
      await this.#house.refresh();
    });
    this.isRestoring = false;
  }

  async remove(): Promise<void> {
    await this.#attempt(async () => {
      await this.#house.ask.removeBackup();
      await this.#look();
      this.#house.notices.say('The copy is deleted');
    });
  }

  async #look(): Promise<void> {
    this.about = await this.#house.ask.backup();
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
