import { pause } from '../../core/clock.ts';
import { PerennialError, throwIfCancelled } from '../../core/errors.ts';
import type { JobContext } from '../../core/progress.ts';
import { type ChunkSink, chunkRows, type Reader, type ReadOptions } from '../../core/reader.ts';
import type { Block } from './block.ts';
import { BlockCutter } from './block-cutter.ts';
import { type ColumnBuilder, columnBuilder } from './column-builder.ts';
import type { ColumnPlan } from './column-plan.ts';
import { detectEncoding, type FoundEncoding, westernEncoding } from './encoding.ts';
import { detectLayout, emptyFile, type Layout, LONGEST_SAMPLE_BYTES, SAMPLE_BYTES } from './layout.ts';
import { savePosition, SavedPosition } from './position.ts';
import type { RecordPlace } from './record-place.ts';
import { readReport } from './read-report.ts';
import { sourceLength, transcoder } from './transcoder.ts';
import { widen, type Widened } from './widening.ts';

/** How a file is cut up; tests have it cut up smaller. */
interface Sizes {
  /** What the layout is guessed from. */
  readonly sampleBytes: number;
  /** Read at once: some 5 ms of work, after which others get their turn. */
  readonly sliceBytes: number;
  chunkRows(columns: number): number;
}

const SIZES: Sizes = { sampleBytes: SAMPLE_BYTES, sliceBytes: 1 << 19, chunkRows };
const PROGRESS_BYTES = 1 << 21;
/** What cutting out one block costs, in bytes: files with many empty lines have many small blocks. */
const BLOCK_COST = 400;

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
 * A position holds the place of a record, the kinds found wrong so far and what is to be told of the cells before it; its
 * size goes with the number of columns, never with that of rows. The file's head is looked at again when reading goes on.
 *
 * Throws `empty-file`, `no-rows`, `binary`, `encoding`, `ragged-row`, `open-quote`, `text-after-quote`, `long-line`,
 * `empty-header`, `duplicate-header`, `cancelled`, or `position` where a position was taken in another file.
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
export const delimited: Reader = delimitedReader(SIZES);

/** The reader that cuts files up in another way. */
export function delimitedReader(sizes: Sizes): Reader {
  return {
    format: 'csv',
    title: 'CSV / TSV',
    extensions: ['.csv', '.tsv', '.txt'],
    async read(file, options, sink, context, from) {
      throwIfCancelled(context.signal);
      if (file.size === 0) throw emptyFile();
      let saved = from ? new SavedPosition(file, from) : null;
      let source = await openSource(file, options, sizes, context, saved?.found);
      let widened = saved?.widened(source.layout) ?? new Map<number, Widened>();
      for (;;) {
        const plans = source.layout.plans.map((plan, column) => widened.get(column)?.plan ?? plan);
        const pass = new Pass(source, plans, widened, sizes, saved);
        try {
          await pass.read(sink, context);
        } catch (error) {
          if (source.found.isTold || source.found.encoding !== 'utf-8' || !isNotUtf8(error)) throw error;
          const found = await westernEncoding(file, () => breathe(context));
          source = await openSource(file, options, sizes, context, found);
          saved = null;
          await sink.restart();
          continue;
        }
        const tallies = pass.builders.map((builder) => builder.tallies);
        const wider = plans.map((plan, column) =>
          widen(plan, tallies[column]!, column, source.layout, options, widened.get(column)),
        );
        if (wider.every((each) => each === null))
          return readReport(source.found, source.layout, pass.rows, plans, tallies, widened);
        widened = new Map(widened);
        wider.forEach((each, column) => each && widened.set(column, each));
        saved = null;
        await sink.restart();
      }
    },
  };
}

/** A file, and what its head says about it. */
interface Source {
  readonly file: Blob;
  readonly found: FoundEncoding;
  readonly layout: Layout;
}

async function openSource(
  file: Blob,
  options: ReadOptions,
  { sampleBytes }: Sizes,
  context: JobContext,
  known: FoundEncoding | undefined,
): Promise<Source> {
  const pauseOf = () => breathe(context);
  const sampleOf = async () => new Uint8Array(await file.slice(0, sampleBytes).arrayBuffer());
  const found = known ?? (await detectEncoding(file, await sampleOf(), options.encoding, pauseOf));
  return { file, found, layout: await layoutOf(file, found, options, sampleBytes, pauseOf) };
}

/** Looks at a sample, and at a larger one where that does not hold two rows. */
async function layoutOf(
  file: Blob,
  { encoding, offset }: FoundEncoding,
  options: ReadOptions,
  sampleBytes: number,
  breathe: () => Promise<void>,
): Promise<Layout> {
  for (let end = sampleBytes; ; end = Math.min(4 * end, LONGEST_SAMPLE_BYTES)) {
    const sample = new Uint8Array(await file.slice(offset, end).arrayBuffer());
    const isWhole = file.size <= end;
    const isPart = !isWhole && end < LONGEST_SAMPLE_BYTES;
    const text = transcoder(encoding, { offset, line: 1 })(sample, isWhole);
    const layout = await detectLayout(text, isWhole, isPart, options, breathe);
    if (layout) return layout;
  }
}

function isNotUtf8(error: unknown): boolean {
  return error instanceof PerennialError && error.code === 'encoding';
}

/** Reads the file once to its end; after the first cell against a guess nothing more is written, only looked at. */
class Pass {
  rows: number;
  readonly builders: readonly ColumnBuilder[];
  #pending = 0;
  readonly #source: Source;
  readonly #widened: ReadonlyMap<number, Widened>;
  readonly #sliceBytes: number;
  readonly #chunkRows: number;
  readonly #start: RecordPlace;
  readonly #guessed: readonly ColumnBuilder[];

  constructor(
    source: Source,
    plans: readonly ColumnPlan[],
    widened: ReadonlyMap<number, Widened>,
    sizes: Sizes,
    saved: SavedPosition | null,
  ) {
    this.#source = source;
    this.#widened = widened;
    this.#sliceBytes = sizes.sliceBytes;
    this.#chunkRows = sizes.chunkRows(plans.length);
    this.#start = saved?.place ?? { offset: source.found.offset, line: 1 };
    this.rows = saved?.rows ?? 0;
    this.builders = plans.map((plan) => columnBuilder(plan, this.#chunkRows));
    saved?.loadTallies(this.builders.map((builder) => builder.tallies));
    this.#guessed = this.builders.filter((_, column) => !plans[column]!.isAsked);
  }

  async read(sink: ChunkSink, context: JobContext): Promise<void> {
    let isHeaderNext = this.#source.layout.hasHeader && this.rows === 0;
    let last = this.#start;
    for await (const block of this.#blocks(context)) {
      let from = isHeaderNext ? 1 : 0;
      isHeaderNext = false;
      while (from < block.rows) {
        const to = Math.min(block.rows, from + this.#chunkRows - this.#pending);
        for (let column = 0; column < this.builders.length; column++)
          this.builders[column]!.add(block, column, from, to);
        this.#pending += to - from;
        this.rows += to - from;
        from = to;
        if (this.#pending === this.#chunkRows) await this.#flush(sink, block.placeBehind(to - 1));
      }
      if (this.#pending > 0) last = block.placeBehind(block.rows - 1);
    }
    if (this.#pending > 0) await this.#flush(sink, last);
  }

  async #flush(sink: ChunkSink, place: RecordPlace): Promise<void> {
    const { rows } = this;
    const chunk = { rows: this.#pending, columns: this.builders.map((builder) => builder.take()) };
    this.#pending = 0;
    if (this.#guessed.some(({ tallies }) => tallies.misfits.count > 0)) return;
    const position = savePosition(
      this.#source.file,
      { place, rows, found: this.#source.found, widened: this.#widened },
      this.builders.map(({ tallies }) => tallies),
    );
    await sink.write(chunk, () => position);
  }

  /** The file's blocks, in slices; lets others in, watches for a cancel and says how far it is. */
  async *#blocks(context: JobContext): AsyncGenerator<Block> {
    const { file, found, layout } = this.#source;
    const start = this.#start;
    const sliceBytes = this.#sliceBytes;
    const cutter = new BlockCutter(layout.dialect, start, this.builders.length, sourceLength(found.encoding));
    const toUtf8 = transcoder(found.encoding, start, layout.dialect.newline);
    let work = 0;
    let reported = start.offset;
    context.report({ phase: 'reading', done: reported, total: file.size, unit: 'bytes' });
    // Slices end at the same places wherever reading begins, so that of two faults the same one is found first.
    const endOf = (offset: number) =>
      Math.min(file.size, offset + sliceBytes - ((offset - found.offset) % sliceBytes));
    let next = fetchSlice(file, start.offset, endOf(start.offset));
    let end: number;
    for (let offset = start.offset; offset < file.size; offset = end) {
      end = endOf(offset);
      const slice = new Uint8Array(await next);
      if (end < file.size) next = fetchSlice(file, end, endOf(end));
      for (const block of cutter.feed(toUtf8(slice, end === file.size), end === file.size)) {
        yield block;
        work += BLOCK_COST;
        if (work < sliceBytes) continue;
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
}

/** A slice under way while the one before is worked on; its failure is told to whoever awaits it. */
function fetchSlice(file: Blob, start: number, end: number): Promise<ArrayBuffer> {
  const reading = file.slice(start, end).arrayBuffer();
  reading.catch(() => undefined);
  return reading;
}

async function breathe(context: JobContext): Promise<void> {
  await pause();
  throwIfCancelled(context.signal);
}
