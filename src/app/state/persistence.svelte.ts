/** The part of `navigator.storage` that only a page may ask. */
type Keeper = Pick<StorageManager, 'persist' | 'persisted'>;

/** Whether the browser keeps what is stored here until the person deletes it, even where space is short. */
export class Persistence {
  /** Null while it was not asked, or where the browser does not tell. */
  isKept = $state<boolean | null>(null);
  readonly #keeper: Keeper | undefined;
  #wasAsked = false;

  constructor(keeper: Keeper | undefined) {
    this.#keeper = keeper;
  }

  /** Asks once, at the first save: some browsers ask the person, who then knows what for. */
  async askOnce(): Promise<void> {
    if (this.#wasAsked) return;
    await this.ask();
  }

  async ask(): Promise<void> {
    this.#wasAsked = true;
    if (!this.#keeper) return;
    try {
      this.isKept = (await this.#keeper.persisted()) || (await this.#keeper.persist());
    } catch {
      // A browser that refuses even the question promises nothing.
      this.isKept = false;
    }
  }
}
