import type { Bringer } from './link.ts';

/** What the files of the widget in a page have brought, and who waits for one that carries its model. */
export class Bringers {
  readonly all: Bringer[] = [];
  readonly #waiting = new Set<() => void>();

  /** Every model in the page is open to it: who waited begins anew. */
  take(bringer: Bringer): void {
    this.all.push(bringer);
    for (const begin of this.#waiting) begin();
  }

  /** Whether it has to wait for the next file: where one came since there were so many, it begins at once. */
  await(begin: () => void, since: number): boolean {
    const waits = this.all.length === since;
    if (waits) this.#waiting.add(begin);
    else begin();
    return waits;
  }

  leave(begin: () => void): void {
    this.#waiting.delete(begin);
  }
}
