import type { JsonObject } from '../../core/json.ts';

/** Cells of one sort, over all chunks so far. */
export interface Tally {
  count: number;
  /** The first of them: its text, and its line in the file, counted from 1. */
  firstText: string;
  firstLine: number;
}

/** Cells that did not fit, with the first texts and their lines, from which a wider kind is found. */
export interface Misfits extends Tally {
  readonly texts: string[];
  readonly lines: number[];
}

const KEPT_TEXTS = 2000;
/** Of a text that is shown to a person: cells of megabytes are in no sentence. */
const KEPT_LETTERS = 200;

/** What is to be told of a column's cells, over all chunks so far. */
export class Tallies {
  /** Cells that are there; misfits included. */
  present = 0;
  readonly misfits: Misfits = { ...noCells(), texts: [], lines: [] };
  /** Spreadsheets' error cells; they are missing. */
  readonly errors: Tally = noCells();
  /** Numbers without bounds or too large to hold; they are missing where the others are numbers. */
  readonly infinite: Tally = noCells();

  noteMisfit(text: string, line: number): void {
    const { misfits } = this;
    noteCell(misfits, text, line);
    if (misfits.texts.length >= KEPT_TEXTS) return;
    misfits.texts.push(ownText(text));
    misfits.lines.push(line);
  }

  noteError(text: string, line: number): void {
    noteCell(this.errors, text, line);
  }

  noteInfinite(text: string, line: number): void {
    noteCell(this.infinite, text, line);
  }

  /** For a position after so many rows; null where all cells are there and fit. Texts of misfits are left out. */
  save(rows: number): JsonObject | null {
    const { misfits, errors, infinite, present } = this;
    const missing = rows - present;
    if (missing === 0 && misfits.count === 0 && infinite.count === 0) return null;
    return {
      missing,
      ...saved('misfits', misfits),
      ...saved('errors', errors),
      ...saved('infinite', infinite),
    };
  }

  load(rows: number, saved: JsonObject | undefined): void {
    this.present = rows - ((saved?.['missing'] as number | undefined) ?? 0);
    for (const sort of ['misfits', 'errors', 'infinite'] as const)
      Object.assign(this[sort], saved?.[sort] ?? {});
  }
}

function noCells(): Tally {
  return { count: 0, firstText: '', firstLine: 0 };
}

function noteCell(tally: Tally, text: string, line: number): void {
  if (tally.count++ > 0) return;
  tally.firstText = ownText(text.slice(0, KEPT_LETTERS));
  tally.firstLine = line;
}

function saved(sort: string, { count, firstText, firstLine }: Tally): JsonObject {
  return count === 0 ? {} : { [sort]: { count, firstText, firstLine } };
}

/** The same text in memory of its own: a slice of a block's text would keep all of it alive. */
function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
