import type { ColumnKind } from './column.ts';
import type { JsonObject } from './json.ts';
import type { JobContext } from './progress.ts';
import type { Table } from './table.ts';

/** How a text file's letters are stored as bytes; Windows-1252 is Latin-1 with quotes, dashes and the euro sign. */
export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What a person may correct about how a file is read. Left out: it is found out. */
export interface ReadOptions {
  readonly delimiter?: ',' | ';' | '\t' | '|';
  readonly hasHeader?: boolean;
  readonly encoding?: FileEncoding;
  /**
   * Which mark stands before decimals and which between thousands, where a column's cells leave it open ("1,234"). A
   * column whose cells can only be read in another way is read in that way.
   */
  readonly decimal?: '.' | ',';
  readonly thousands?: '' | ',' | '.' | ' ' | "'";
  /** By column name. A cell that does not fit the kind asked for is read as missing and counted. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
}

/** Cells that do not fit their column's kind. */
export interface UnreadableCells {
  readonly column: string;
  readonly count: number;
  /** The first of them: its text and its line in the file, counted from 1. */
  readonly firstText: string;
  readonly firstLine: number;
}

/** How the file was read, for the person to check. */
export interface ReadReport {
  readonly format: string;
  readonly delimiter: string;
  readonly hasHeader: boolean;
  readonly rows: number;
  readonly encoding?: FileEncoding;
  readonly unreadable: readonly UnreadableCells[];
  /** What else the person should know about how it was read, each a sentence. */
  readonly notes?: readonly string[];
}

/**
 * Reads one file format as a stream: tables of `chunkRows` rows (the last one of what is left), alike in columns and kinds,
 * go to `write` in file order. When a later cell shows that a kind was guessed too narrowly, `restart` is called, everything
 * written so far is void, and reading begins again with the wider kind.
 */
export interface Reader {
  readonly format: string;
  readonly title: string;
  /** File name endings with their dot, lower case. */
  readonly extensions: readonly string[];
  read(
    file: Blob,
    options: ReadOptions,
    sink: ChunkSink,
    context: JobContext,
    /** A position that was handed to `write` when the same file was read with the same options: reading goes on behind it. */
    from?: JsonObject,
  ): Promise<ReadReport>;
}

export interface ChunkSink {
  /** `position()` tells where reading goes on behind this chunk. */
  write(chunk: Table, position: () => JsonObject): Promise<void>;
  restart(): Promise<void>;
}

export const CHUNK_ROWS = 65536;
const CHUNK_CELLS = 1 << 20;

/** Rows of a chunk, so that it has at most about a million cells (8 MB), however many columns there are. */
export function chunkRows(columns: number): number {
  return Math.max(1, Math.min(CHUNK_ROWS, Math.floor(CHUNK_CELLS / Math.max(1, columns))));
}

/** Makes tables on the device from a seed, as a paper defines them. */
export interface Sample {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** Author, title, year. */
  readonly source: string;
  readonly target: string;
  readonly defaultRows: number;
  /** Whether the order of the rows matters: the concept changes along it. */
  readonly isStream: boolean;
  /** Rows (counted from 0, ascending) from which on another concept holds; none where it changes slowly or never. */
  changes(rows: number): readonly number[];
  generate(rows: number, seed: number): Table;
}
