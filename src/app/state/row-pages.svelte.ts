import { SvelteMap } from 'svelte/reactivity';
import type { PerennialError } from '../../core/errors.ts';
import { asProblem } from './problem.ts';

/** A row's cells as text, null where one is missing. */
export type RowCells = readonly (string | null)[];

/** Reads some rows of a table, at most 200 at a time. */
export type ReadRows = (offset: number, count: number) => Promise<readonly RowCells[]>;

const PAGE_ROWS = 200;
/** What crosses from the worker in a few milliseconds. */
const PAGE_CELLS = 20_000;
const KEPT_CELLS = 1_000_000;
const FEWEST_KEPT_PAGES = 32;

/**
 * The rows of one table that were read last, in pages. One page is read at a time, and only while it is still wanted: a
 * long scroll asks for where it ends, not for all that it has passed.
 */
export class RowPages {
  /** Why some page could not be read. */
  problem = $state.raw<PerennialError | null>(null);
  readonly #rows: number;
  readonly #read: ReadRows;
  readonly #pageRows: number;
  readonly #keptPages: number;
  #wanted: readonly number[] = [];
  #isReading = false;
  #failed: readonly number[] = [];
  /** In the order in which they were read. */
  readonly #pages = new SvelteMap<number, readonly RowCells[]>();

  constructor(rows: number, columns: number, read: ReadRows) {
    this.#rows = rows;
    this.#read = read;
    this.#pageRows = Math.max(1, Math.min(PAGE_ROWS, Math.floor(PAGE_CELLS / Math.max(1, columns))));
    this.#keptPages = Math.max(FEWEST_KEPT_PAGES, Math.floor(KEPT_CELLS / (this.#pageRows * columns)));
  }

  /** The row's cells; undefined until they have been read. */
  at(row: number): RowCells | undefined {
    return this.#pages.get(Math.floor(row / this.#pageRows))?.[row % this.#pageRows];
  }

  /**
   * Reads these rows, `last` not included, where they are not there yet; what was wanted before and not begun is wanted no
   * more. Resolves when all that is wanted by then has been read, or at once where reading is under way.
   */
  async want(first: number, last: number): Promise<void> {
    const from = Math.floor(first / this.#pageRows);
    const to = Math.ceil(Math.min(last, this.#rows) / this.#pageRows);
    this.#wanted = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
    if (this.#isReading) return;
    this.#isReading = true;
    for (let page = this.#next(); page !== undefined; page = this.#next()) await this.#fetch(page);
    this.#isReading = false;
  }

  /** Lets what could not be read be asked for again. */
  forgive(): void {
    this.problem = null;
    this.#failed = [];
  }

  #next(): number | undefined {
    return this.#wanted.find((page) => !this.#pages.has(page) && !this.#failed.includes(page));
  }

  async #fetch(page: number): Promise<void> {
    const offset = page * this.#pageRows;
    try {
      const rows = await this.#read(offset, Math.min(this.#pageRows, this.#rows - offset));
      this.#makeRoom();
      this.#pages.set(page, rows);
    } catch (error) {
      this.#failed = [...this.#failed, page];
      this.problem = asProblem(error);
    }
  }

  /** Forgets what was read longest ago, so that another page has room; what is wanted stays. */
  #makeRoom(): void {
    const spare = this.#pages.size + 1 - this.#keptPages;
    if (spare <= 0) return;
    const unwanted = [...this.#pages.keys()].filter((page) => !this.#wanted.includes(page));
    for (const page of unwanted.slice(0, spare)) this.#pages.delete(page);
  }
}
