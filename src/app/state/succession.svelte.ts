import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion } from '../../core/records.ts';
import { aliasMoves, type AliasMove, championBefore, type Reign, reigns } from './alias-history.ts';
import type { House } from './house.svelte.ts';
import { keeper } from './keeper.ts';
import { asProblem } from './problem.ts';

/** A move a day for 27 years. */
const MOST_MOVES = 10_000;

/** Who was champion when, and how another version becomes it. */
export class Succession {
  /** Newest first; null while they are being read. */
  moves = $state.raw<readonly AliasMove[] | null>(null);
  problem = $state.raw<PerennialError | null>(null);
  isMoving = $state(false);
  readonly #house: House;
  readonly #projectId: Id;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#projectId = projectId;
  }

  get reigns(): readonly Reign[] {
    return reigns(this.moves ?? []);
  }

  /** The champion that a rollback brings back. */
  get before(): ModelVersion | null {
    const isThere = (id: Id) => this.#house.version(id) !== null;
    return this.#house.version(championBefore(this.moves ?? [], isThere));
  }

  /** Reads the moves again. */
  async read(): Promise<void> {
    try {
      const events = await this.#house.ask.events(this.#projectId, MOST_MOVES, ['alias-moved']);
      this.moves = aliasMoves(events);
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  /** Makes a version the champion, for a reason that is kept; it can be undone. */
  async crown(version: ModelVersion, reason: string): Promise<void> {
    const challenger = this.#house.challenger;
    const { ask, notices } = this.#house;
    await this.#move(async () => {
      this.#house.take(await ask.moveAlias(this.#projectId, 'champion', version.id, reason));
      notices.say(`Version ${version.number} is the champion now`, {
        label: 'Undo',
        run: () => void this.#uncrown(challenger?.id === version.id ? version.id : null),
      });
    });
  }

  /** Back to the champion before the present one; it can be undone. */
  async rollBack(reason: string): Promise<void> {
    const { ask, notices, champion } = this.#house;
    await this.#move(async () => {
      const view = await ask.rollback(this.#projectId, reason);
      this.#house.take(view);
      const back = view.versions.find(({ id }) => id === view.aliases.champion?.versionId);
      notices.say(`Rolled back to version ${back?.number ?? ''}`, {
        label: 'Undo',
        run: () => {
          if (champion) void this.crown(champion, 'the rollback was undone');
        },
      });
    });
  }

  /** Takes a promotion back; what it had ended as challenger stands again. */
  async #uncrown(challenger: Id | null): Promise<void> {
    const { ask } = this.#house;
    await this.#move(async () => {
      this.#house.take(await ask.rollback(this.#projectId, 'the promotion was undone'));
      if (challenger)
        this.#house.take(
          await ask.moveAlias(this.#projectId, 'challenger', challenger, 'the promotion was undone'),
        );
    });
  }

  async #move(work: () => Promise<void>): Promise<void> {
    if (this.isMoving) return;
    this.isMoving = true;
    this.problem = null;
    try {
      await work();
      await this.read();
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.isMoving = false;
    }
  }
}

export const successionOf = keeper((house: House, projectId: Id) => new Succession(house, projectId));
