import type { PerennialError } from '../../core/errors.ts';
import { asProblem } from './problem.ts';

/** A row's cells as text, null where one is missing. */
export type RowCells = readonly (string | null)[];

/** Reads some rows of a table, at most `PAGE_ROWS` at a time. */
export type ReadRows = (offset: number, count: number) => Promise<readonly RowCells[]>;

const PAGE_ROWS = 200;

/** The rows of one table that have been read so far, in pages; a page is asked for once. */
export class RowPages {
  /** Why some page could not be read. */
  problem = $state.raw<PerennialError | null>(null);
  readonly #rows: number;
  readonly #read: ReadRows;
  #asked: Readonly<Record<number, true>> = {};
  #pages = $state.raw<Readonly<Record<number, readonly RowCells[]>>>({});

  constructor(rows: number, read: ReadRows) {
    this.#rows = rows;
    this.#read = read;
  }

  /** The row's cells; undefined until they have been read. */
  at(row: number): RowCells | undefined {
    return this.#pages[Math.floor(row / PAGE_ROWS)]?.[row % PAGE_ROWS];
  }

  /** Reads the pages of these rows, `last` not included, that were not asked for before. */
  async want(first: number, last: number): Promise<void> {
    const wanted: Promise<void>[] = [];
    const end = Math.min(last, this.#rows);
    for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < end; page++) {
      if (!this.#asked[page]) wanted.push(this.#fetch(page));
    }
    await Promise.all(wanted);
  }

  /** Lets what could not be read be asked for again. */
  forgive(): void {
    this.problem = null;
    this.#asked = Object.fromEntries(Object.keys(this.#pages).map((page) => [page, true]));
  }

  async #fetch(page: number): Promise<void> {
    this.#asked = { ...this.#asked, [page]: true };
    const offset = page * PAGE_ROWS;
    try {
      const rows = await this.#read(offset, Math.min(PAGE_ROWS, this.#rows - offset));
      this.#pages = { ...this.#pages, [page]: rows };
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}
