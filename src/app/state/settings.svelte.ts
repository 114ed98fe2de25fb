import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { Retention } from '../../core/records.ts';
import type { StorageSpace } from '../../../workers/workspace/contract.ts';
import { eraseBrowser } from './erase-browser.ts';
import type { House } from './house.svelte.ts';
import { asProblem } from './problem.ts';

/** What is kept on this device, by which rule, and how all of it goes. */
export class Settings {
  /** Null while it is being measured. */
  space = $state.raw<StorageSpace | null>(null);
  problem = $state.raw<PerennialError | null>(null);
  isErasing = $state(false);
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  async measure(): Promise<void> {
    await this.#attempt(async () => {
      this.space = await this.#house.ask.storageSpace();
      this.#house.persistence.isKept ??= this.space.isPersisted;
    });
  }

  async setRetention(projectId: Id, retention: Retention): Promise<void> {
    await this.#attempt(async () => {
      this.#house.take(await this.#house.ask.setRetention(projectId, retention));
      this.#house.notices.say('The rule is kept from now on');
      await this.measure();
    });
  }

  /** Everything of this app goes: what the workspace keeps, and what the browser keeps for it. Then it begins anew. */
  async eraseEverything(): Promise<void> {
    this.isErasing = true;
    await this.#attempt(async () => {
      await this.#house.ask.eraseEverything();
      await eraseBrowser();
      location.hash = '';
      location.reload();
    });
    this.isErasing = false;
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
