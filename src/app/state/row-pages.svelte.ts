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
  #failed: ReadonlySet<number> = new Set();
  #pages = $state.raw<ReadonlyMap<number, readonly RowCells[]>>(new Map());

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
    this.#failed = new Set();
  }

  #next(): number | undefined {
    return this.#wanted.find((page) => !this.#pages.has(page) && !this.#failed.has(page));
  }

  async #fetch(page: number): Promise<void> {
    const offset = page * this.#pageRows;
    try {
      const rows = await this.#read(offset, Math.min(this.#pageRows, this.#rows - offset));
      this.#pages = new Map([...this.#kept(), [page, rows]]);
    } catch (error) {
      this.#failed = new Set([...this.#failed, page]);
      this.problem = asProblem(error);
    }
  }

  /** All pages but those read longest ago, so that another one has room; what is wanted stays. */
  #kept(): readonly (readonly [number, readonly RowCells[]])[] {
    const pages = [...this.#pages];
    const spare = pages.length + 1 - this.#keptPages;
    if (spare <= 0) return pages;
    const gone = new Set(
      pages
        .map(([page]) => page)
        .filter((page) => !this.#wanted.includes(page))
        .slice(0, spare),
    );
    return pages.filter(([page]) => !gone.has(page));
  }
}
