import { pause } from '../../core/clock.ts';
import type { ColumnKind } from '../../core/column.ts';
import { PerennialError, throwIfCancelled } from '../../core/errors.ts';
import type { JobContext } from '../../core/progress.ts';
import { CHUNK_ROWS, type Reader, type ReadOptions, type UnreadableCells } from '../../core/reader.ts';
import type { Table } from '../../core/table.ts';
import { BlockCutter } from './block-cutter.ts';
import { type ColumnBuilder, type ColumnPlan, columnBuilder, type Tally } from './column-builder.ts';
import type { NumberMarks } from './decide-number-format.ts';
import { detectEncoding, type FoundEncoding, westernEncoding } from './encoding.ts';
import { quoted } from './failures.ts';
import { inferKind, TOLERATED_MISFITS } from './infer.ts';
import { detectLayout, emptyFile, type Layout, LONGEST_SAMPLE_BYTES, SAMPLE_BYTES } from './layout.ts';
import type { NumberFormat } from './number-format.ts';
import { transcoder } from './transcoder.ts';

/** Read at once: some 5 ms of work, after which others get their turn. */
const SLICE_BYTES = 1 << 18;
const PROGRESS_BYTES = 1 << 21;
/** What cutting out one block costs, in bytes: files with many empty lines have many small blocks. */
const BLOCK_COST = 400;
const MOST_NOTES = 100;

/**
 * Comma, semicolon, tab or bar separated text, as RFC 4180 has it and as people write it: any line end, with or
 * without a header, quotes only where a cell starts with one. Blanks around cells do not count.
 *
 * UTF-8, UTF-16 and Windows-1252 are told apart by a byte order mark or by the bytes (see `detectEncoding`).
 *
 * Kinds are guessed from the first megabyte (see `inferKind`). Spreadsheets' error cells are missing, and so are infinite
 * values among numbers; the notes say how many. A later cell that contradicts the guess makes the
 * column's kind wider and the file is read again. In `options.kinds`, names that the file does not have are passed
 * over, so that the kinds of an older table can be asked for.
 *
 * Throws `empty-file`, `no-rows`, `binary`, `encoding`, `ragged-row`, `open-quote`, `text-after-quote`, `long-line`,
 * `empty-header`, `duplicate-header` or `cancelled`.
 *
 * @example
 * const chunks: Table[] = [];
 * const sink = {
 *   write: async (chunk: Table) => void chunks.push(chunk),
 *   restart: async () => void (chunks.length = 0),
 * };
 * await delimited.read(new Blob(['a;b\n1;x\n2;\n']), {}, sink, context)
 * // { format: 'csv', delimiter: ';', hasHeader: true, rows: 2, encoding: 'utf-8', unreadable: [], notes: [] }
 * chunks[0]!.columns[0] // { kind: 'number', name: 'a', values: Float64Array [1, 2] }
 */
export const delimited: Reader = {
  format: 'csv',
  title: 'CSV / TSV',
  extensions: ['.csv', '.tsv', '.txt'],
  async read(file, options, sink, context) {
    throwIfCancelled(context.signal);
    if (file.size === 0) throw emptyFile();
    const pauseOf = () => breathe(context);
    const sample = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
    let found = await detectEncoding(file, sample, options.encoding, pauseOf);
    const layout = await layoutOf(file, found, options, pauseOf);
    const contradicted = new Map<string, Contradicted>();
    let plans = layout.plans;
    for (;;) {
      let pass: Pass;
      try {
        pass = await readOnce(file, found, layout, plans, sink, context);
      } catch (error) {
        if (found.isTold || found.encoding !== 'utf-8' || !isNotUtf8(error)) throw error;
        // The sample was ASCII alone, so what it said about the layout holds.
        found = await westernEncoding(file, pauseOf);
        await sink.restart();
        continue;
      }
      const wider = plans.map((plan, column) =>
        widen(plan, pass.builders[column]!, column, layout, options, contradicted),
      );
      if (wider.every((plan, column) => plan === plans[column]))
        return {
          format: 'csv',
          delimiter: layout.dialect.delimiter,
          hasHeader: layout.hasHeader,
          rows: pass.rows,
          encoding: found.encoding,
          unreadable: unreadableCells(plans, pass.builders, contradicted),
          notes: notesOf(found, layout, plans, pass.builders),
        };
      plans = wider;
      await sink.restart();
    }
  },
};

/** Looks at a megabyte, and at more where that does not hold two rows. */
async function layoutOf(
  file: Blob,
  { encoding, offset }: FoundEncoding,
  options: ReadOptions,
  breathe: () => Promise<void>,
): Promise<Layout> {
  for (let end = SAMPLE_BYTES; ; end = Math.min(4 * end, LONGEST_SAMPLE_BYTES)) {
    const sample = new Uint8Array(await file.slice(offset, end).arrayBuffer());
    const isWhole = file.size <= end;
    const isPart = !isWhole && end < LONGEST_SAMPLE_BYTES;
    const text = transcoder(encoding, offset)(sample, isWhole);
    const layout = await detectLayout(text, isWhole, isPart, options, breathe);
    if (layout) return layout;
  }
}

interface Pass {
  readonly rows: number;
  readonly builders: readonly ColumnBuilder[];
}

function isNotUtf8(error: unknown): boolean {
  return error instanceof PerennialError && error.code === 'encoding';
}

type Sink = Parameters<Reader['read']>[2];

/** A column whose first guess was wrong: the kinds tried, and the few cells that stood against it. */
interface Contradicted {
  readonly tried: Set<ColumnKind | NumberFormat>;
  readonly unreadable: UnreadableCells | null;
}

/** Reads the file from start to end; after the first cell against a guess nothing more is written, only looked at. */
async function readOnce(
  file: Blob,
  found: FoundEncoding,
  layout: Layout,
  plans: readonly ColumnPlan[],
  sink: Sink,
  context: JobContext,
): Promise<Pass> {
  const builders = plans.map(columnBuilder);
  const guessed = builders.filter((_, column) => !plans[column]!.isAsked);
  const isContradicted = () => guessed.some((builder) => builder.misfits.count > 0);
  let isHeaderNext = layout.hasHeader;
  let rows = 0;
  let pending = 0;
  const flush = async () => {
    const columns = builders.map((builder) => builder.take());
    const chunk: Table = { rows: pending, columns };
    pending = 0;
    if (!isContradicted()) await sink.write(chunk);
  };
  for await (const block of blocksOf(file, found, layout, context)) {
    let from = isHeaderNext ? 1 : 0;
    isHeaderNext = false;
    while (from < block.rows.length) {
      const to = Math.min(block.rows.length, from + CHUNK_ROWS - pending);
      builders.forEach((builder, column) => builder.add(block.rows, column, from, to, block.lines));
      pending += to - from;
      rows += to - from;
      from = to;
      if (pending === CHUNK_ROWS) await flush();
    }
  }
  if (pending > 0) await flush();
  return { rows, builders };
}

/** The file's blocks, in slices; lets others in, watches for a cancel and says how far it is. */
async function* blocksOf(file: Blob, found: FoundEncoding, layout: Layout, context: JobContext) {
  const cutter = new BlockCutter(layout.dialect, found.offset);
  const toUtf8 = transcoder(found.encoding, found.offset);
  let work = 0;
  let reported = 0;
  context.report({ phase: 'reading', done: 0, total: file.size, unit: 'bytes' });
  for (let offset = found.offset; offset < file.size; offset += SLICE_BYTES) {
    const end = Math.min(file.size, offset + SLICE_BYTES);
    const slice = new Uint8Array(await file.slice(offset, end).arrayBuffer());
    for (const block of cutter.feed(toUtf8(slice, end === file.size), end === file.size)) {
      yield block;
      work += BLOCK_COST;
      if (work < SLICE_BYTES) continue;
      work = 0;
      await breathe(context);
    }
    await breathe(context);
    if (end - reported >= PROGRESS_BYTES || end === file.size) {
      reported = end;
      context.report({ phase: 'reading', done: end, total: file.size, unit: 'bytes' });
    }
  }
}

async function breathe(context: JobContext): Promise<void> {
  await pause();
  throwIfCancelled(context.signal);
}

/** The plan with which the column is read next: the same one unless a cell did not fit a guess. */
function widen(
  plan: ColumnPlan,
  builder: ColumnBuilder,
  column: number,
  layout: Layout,
  marks: NumberMarks,
  contradicted: Map<string, Contradicted>,
): ColumnPlan {
  const { misfits, present } = builder;
  if (plan.isAsked || misfits.count === 0) return plan;
  const tried = contradicted.get(plan.name)?.tried ?? new Set();
  tried.add(plan.kind === 'number' ? plan.numberFormat : plan.kind);
  const isRare = misfits.count <= present * TOLERATED_MISFITS;
  const texts = [...layout.rows.map((row) => row[column]!), ...misfits.texts];
  const lines = [...layout.lines, ...misfits.lines];
  const guess = inferKind(plan.name, texts, tried, { lines, marks });
  const isNumber = guess.kind === 'number' || guess.kind === 'time';
  contradicted.set(plan.name, {
    tried,
    unreadable: isRare && !isNumber ? unreadableOf(plan.name, builder) : null,
  });
  return { name: plan.name, ...guess, isAsked: false };
}

function unreadableCells(
  plans: readonly ColumnPlan[],
  builders: readonly ColumnBuilder[],
  contradicted: ReadonlyMap<string, Contradicted>,
): UnreadableCells[] {
  return plans.flatMap((plan, column) => {
    const cells =
      plan.isAsked && builders[column]!.misfits.count > 0
        ? unreadableOf(plan.name, builders[column]!)
        : contradicted.get(plan.name)?.unreadable;
    return cells ? [cells] : [];
  });
}

/** What the person should know, the file's own notes first; of very many columns only the first are told of. */
function notesOf(
  found: FoundEncoding,
  layout: Layout,
  plans: readonly ColumnPlan[],
  builders: readonly ColumnBuilder[],
): readonly string[] {
  const notes = found.note ? [found.note, ...layout.notes] : [...layout.notes];
  plans.forEach(({ name, kind, note }, column) => {
    const { errors, infinite } = builders[column]!;
    if (note) notes.push(note);
    if (errors.count > 0) notes.push(missingNote(name, "a spreadsheet's error", errors));
    if (kind === 'number' && infinite.count > 0)
      notes.push(missingNote(name, 'an infinite number, or one too large to hold,', infinite));
  });
  const more = notes.length - MOST_NOTES;
  return more <= 0 ? notes : [...notes.slice(0, MOST_NOTES), `and ${more} more of the same sort`];
}

function missingNote(column: string, content: string, cells: Tally): string {
  const { count, firstText, firstLine } = cells;
  const what = count === 1 ? `1 cell with ${content} is` : `${count} cells with ${content} are`;
  return `column "${column}": ${what} read as missing (first: ${quoted(firstText)}, line ${firstLine})`;
}

function unreadableOf(column: string, builder: ColumnBuilder): UnreadableCells {
  const { count, firstText, firstLine } = builder.misfits;
  return { column, count, firstText, firstLine };
}
