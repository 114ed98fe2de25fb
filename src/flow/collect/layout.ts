import type { ReadOptions } from '../../core/reader.ts';
import { BlockCutter } from './block-cutter.ts';
import type { ColumnPlan } from './column-plan.ts';
import { detectDialect } from './detect.ts';
import type { Dialect } from './dialect.ts';
import { quoted, unreadableFile } from './failures.ts';
import { hasHeader, headerNames, numberedNames } from './header.ts';
import { decideNumberFormat } from './decide-number-format.ts';
import { inferKind, timeFormatOf } from './infer.ts';
import { isMissingText } from './missing.ts';
import { FORMATS, PLAIN } from './number-format.ts';
import { formatNote, groupedPoint, openNote, pointNote } from './reading-notes.ts';

/** What the first megabyte says about a file. */
export interface Layout {
  readonly dialect: Dialect;
  readonly hasHeader: boolean;
  readonly plans: readonly ColumnPlan[];
  /** The sample's cells below the header. */
  readonly rows: readonly (readonly string[])[];
  /** Their lines, counted from 1. */
  readonly lines: readonly number[];
  readonly notes: readonly string[];
}

export const SAMPLE_BYTES = 1 << 20;
/** Room for a header and the longest row. */
export const LONGEST_SAMPLE_BYTES = 1 << 25;
const LISTED_NAMES = 5;

/** Rows from which it is told whether the first one is a header. */
const HEADER_ROWS = 1000;
const SLICE_BYTES = 1 << 18;
/** Some 5 ms of work; a column costs something whatever its cells. */
const CELLS_A_BREATH = 30_000;
const COLUMN_COST = 100;

/**
 * Finds out how a file is laid out from its first bytes, as UTF-8; throws what is wrong with them.
 *
 * @param isPart whether a larger sample can be had.
 * @returns null where the sample holds no two whole rows and a larger one may.
 * @param breathe is waited for every few milliseconds, to let others in.
 */
export async function detectLayout(
  sample: Uint8Array<ArrayBuffer>,
  isWhole: boolean,
  isPart: boolean,
  options: ReadOptions,
  breathe: () => Promise<void>,
): Promise<Layout | null> {
  refuseWhatIsNoText(sample);
  const dialect = detectDialect(sample, isWhole, options.delimiter);
  await breathe();
  const { rows, lines } = await sampleRows(sample, dialect, isWhole, breathe);
  if (rows.length < 2 && isPart) return null;
  if (rows.length === 0) throw emptyFile();
  const isHeader = options.hasHeader ?? hasHeader(rows.slice(0, HEADER_ROWS));
  const names = isHeader ? headerNames(rows[0]!, lines[0]!) : numberedNames(rows[0]!.length);
  const below = isHeader ? rows.slice(1) : rows;
  if (below.length === 0)
    throw unreadableFile(
      'no-rows',
      `the file has a header (${listOf(names)}) but no rows below it; add rows, or read the file as one without a header`,
      { columns: names.length },
    );
  const notes: string[] = [];
  if (!dialect.quoting) notes.push('quotes are read as letters: as marks around cells they would not match');
  const linesBelow = isHeader ? lines.slice(1) : lines;
  const plans: ColumnPlan[] = [];
  let work = 0;
  for (const [column, name] of names.entries()) {
    const texts = below.map((row) => row[column]!);
    plans.push(planOf(name, texts, linesBelow, options));
    work += texts.length + COLUMN_COST;
    if (work < CELLS_A_BREATH) continue;
    work = 0;
    await breathe();
  }
  return {
    dialect,
    hasHeader: isHeader,
    plans: options.decimal || options.thousands ? plans : withOpenPoints(plans, below),
    rows: below,
    lines: linesBelow,
    notes,
  };
}

function planOf(
  name: string,
  texts: readonly string[],
  lines: readonly number[],
  options: ReadOptions,
): ColumnPlan {
  const asked = options.kinds?.[name];
  if (!asked)
    return { name, ...inferKind(name, texts, new Set(), { lines, marks: options }), isAsked: false };
  const words = asked === 'number' ? wordsOf(texts) : [];
  const decision = decideNumberFormat(words, Infinity, options);
  const isOpen = decision?.open != null;
  const numberFormat = decision && !isOpen ? decision.format : PLAIN;
  return {
    name,
    kind: asked,
    timeFormat: asked === 'time' ? timeFormatOf(texts) : 'iso',
    numberFormat,
    isAsked: true,
    note: isOpen ? openNote(name, decision) : formatNote(name, words, numberFormat),
  };
}

/**
 * Where one column of a file has decimal commas, a column of points that could all stand between thousands is not
 * guessed at; where none has, they are decimal points, with a note.
 */
function withOpenPoints(
  plans: readonly ColumnPlan[],
  rows: readonly (readonly string[])[],
): readonly ColumnPlan[] {
  const hasCommas = plans.some(({ kind, numberFormat }) => kind === 'number' && numberFormat.decimal === ',');
  return plans.map((plan, column) => {
    if (plan.isAsked || plan.kind !== 'number' || plan.numberFormat !== PLAIN) return plan;
    const texts = rows.map((row) => row[column]!);
    const text = groupedPoint(texts);
    if (text === null) return plan;
    const rival = FORMATS.find(({ thousands }) => thousands === '.')!;
    if (!hasCommas) return { ...plan, note: pointNote(plan.name, text) };
    const { kind } = inferKind(plan.name, texts, new Set(['number']));
    return { ...plan, kind, note: openNote(plan.name, { format: PLAIN, open: { text, rival } }) };
  });
}

function listOf(names: readonly string[]): string {
  const more = names.length - LISTED_NAMES;
  const listed = names.slice(0, LISTED_NAMES).map(quoted).join(', ');
  return more > 0 ? `${listed} and ${more} more` : listed;
}

function wordsOf(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => !isMissingText(text));
}

async function sampleRows(
  sample: Uint8Array<ArrayBuffer>,
  dialect: Dialect,
  isWhole: boolean,
  breathe: () => Promise<void>,
) {
  const rows: string[][] = [];
  const lines: number[] = [];
  const cutter = new BlockCutter(dialect);
  for (let at = 0; at < sample.length; at += SLICE_BYTES) {
    const isLast = isWhole && at + SLICE_BYTES >= sample.length;
    for (const block of cutter.feed(sample.subarray(at, at + SLICE_BYTES), isLast)) {
      for (let row = 0; row < block.rows; row++) rows.push(block.row(row));
      for (const line of block.lines) lines.push(line);
    }
    await breathe();
  }
  return { rows, lines };
}

export function emptyFile() {
  return unreadableFile('empty-file', 'the file is empty; choose one with a header and at least one row');
}

function refuseWhatIsNoText(bytes: Uint8Array): void {
  const at = bytes.indexOf(0);
  if (at >= 0)
    throw unreadableFile(
      'binary',
      `this is not a text file: byte ${at + 1} is NUL, which no text has; choose a CSV or TSV file saved as UTF-8`,
      { byte: at + 1 },
    );
}
