import type { Json, JsonObject } from '../../core/json.ts';
import type { FoundEncoding } from './encoding.ts';
import { unreadableFile } from './failures.ts';
import type { Layout } from './layout.ts';
import type { RecordPlace } from './record-place.ts';
import type { Tallies } from './tallies.ts';
import { loadWidened, saveWidened, type Widened } from './widening.ts';

/** Where reading goes on behind a chunk, and what is known by then that the file's head does not tell again. */
export interface Position {
  readonly place: RecordPlace;
  readonly rows: number;
  readonly found: FoundEncoding;
  /** By column, counted from 0. */
  readonly widened: ReadonlyMap<number, Widened>;
}

type ByColumn = readonly (readonly [number, JsonObject])[];

/** As plain data: columns of which there is nothing to tell take no room. */
export function savePosition(
  file: Blob,
  { place, rows, found, widened }: Position,
  tallies: readonly Tallies[],
): JsonObject {
  const told: Json[] = [];
  tallies.forEach((each, column) => {
    const saved = each.save(rows);
    if (saved) told.push([column, saved]);
  });
  return {
    size: file.size,
    columns: tallies.length,
    offset: place.offset,
    line: place.line,
    rows,
    found: { ...found },
    widened: [...widened].map(([column, each]) => [column, saveWidened(each)]),
    tallies: told,
  };
}

/** What `savePosition` has saved, or an error `position` where it was saved of another file. */
export class SavedPosition {
  readonly place: RecordPlace;
  readonly rows: number;
  readonly found: FoundEncoding;
  readonly #saved: JsonObject;

  constructor(file: Blob, saved: JsonObject) {
    this.#saved = saved;
    this.place = { offset: saved['offset'] as number, line: saved['line'] as number };
    this.rows = saved['rows'] as number;
    this.found = saved['found'] as unknown as FoundEncoding;
    const size = saved['size'] as number;
    if (size !== file.size || this.place.offset > size)
      throw otherFile(`byte ${this.place.offset} of ${size}`, `${file.size} bytes`);
  }

  widened({ plans }: Layout): Map<number, Widened> {
    const columns = this.#saved['columns'] as number;
    if (columns !== plans.length)
      throw otherFile(`rows of ${cells(columns)}`, `rows of ${cells(plans.length)}`);
    return new Map(
      (this.#saved['widened'] as unknown as ByColumn).map(([column, saved]) => [
        column,
        loadWidened(plans[column]!.name, saved),
      ]),
    );
  }

  loadTallies(tallies: readonly Tallies[]): void {
    const byColumn = new Map(this.#saved['tallies'] as unknown as ByColumn);
    tallies.forEach((each, column) => each.load(this.rows, byColumn.get(column)));
  }
}

function cells(count: number): string {
  return count === 1 ? '1 cell' : `${count} cells`;
}

function otherFile(expected: string, found: string) {
  return unreadableFile(
    'position',
    `reading was to go on with ${expected}, but the file has ${found}: choose the file that was begun with, or read this one from its start`,
  );
}
