import { Random } from '../../src/core/random.ts';
import type { Reader, ReadOptions, ReadReport } from '../../src/core/reader.ts';
import { concatenate, type Table } from '../../src/core/table.ts';
import { isSentence, mutants } from './mutants.ts';
import { readSteps, resumeFault, type Steps } from './reading.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A mutated file that ended in something else than a table or a sentence. */
export interface BadMutant {
  readonly index: number;
  readonly reason: string;
  readonly bytes: Bytes;
}

/** A reader may take so long for a file of a few kilobytes. */
const LONGEST_MS = 2000;
/** How the mutants ended: `tables` of them could be read, the others but the bad ones were refused in a sentence. */
export interface MutantReport {
  readonly tables: number;
  readonly bad: readonly BadMutant[];
}

/**
 * Reads seeded mutants of small files. One ends badly in an error that is no sentence of the
 * stage, in a table whose columns differ in length or hold what no cell can be, in other chunks or another report when
 * reading goes on behind one of its chunks, or after more than two seconds.
 */
export async function readMutants(reader: Reader, seed: number, count: number): Promise<MutantReport> {
  const bad: BadMutant[] = [];
  let tables = 0;
  const shares = new Random(seed + 1);
  let index = 0;
  for (const { bytes, options } of mutants(seed, count)) {
    const start = performance.now();
    const end = await endOf(reader, bytes, options, shares.uniform());
    const took = performance.now() - start;
    if (end === 'table') tables++;
    if (end !== 'table' && end !== 'sentence') bad.push({ index, reason: end, bytes });
    else if (took > LONGEST_MS) bad.push({ index, reason: `took ${Math.round(took)} ms`, bytes });
    index++;
  }
  return { tables, bad };
}

/** "table", "sentence", or what is wrong; `share` says behind which of its chunks the file is read once more. */
async function endOf(reader: Reader, bytes: Bytes, options: ReadOptions, share: number): Promise<string> {
  const file = new Blob([bytes]);
  const whole = await readSteps(reader, file, options);
  const { error, report, steps } = whole;
  const chunks = steps.slice(steps.lastIndexOf('restart') + 1).map((step) => (step as Chunk).chunk);
  const fault = report && tableFault(concatenate(chunks), report);
  if (fault) return fault;
  if (!report && !isSentence(error))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const resumed =
    steps.length > 0 && (await resumeFault(reader, file, options, whole, Math.floor(share * steps.length)));
  return resumed || (report ? 'table' : 'sentence');
}

type Chunk = Exclude<Steps['steps'][number], 'restart'>;

function tableFault(table: Table, report: ReadReport): string | null {
  if (table.rows === 0 || table.rows !== report.rows) return `${table.rows} rows, ${report.rows} told of`;
  if (new Set(table.columns.map(({ name }) => name)).size !== table.columns.length) return 'a name twice';
  for (const column of table.columns) {
    if (column.values.length !== table.rows) return `"${column.name}" has ${column.values.length} cells`;
    const isFit = fitsKind(column);
    for (const value of column.values) if (!isFit(value)) return `"${column.name}" holds ${value}`;
  }
  return null;
}

function fitsKind(column: Table['columns'][number]): (value: number) => boolean {
  switch (column.kind) {
    case 'number':
      return (value) => value !== Infinity && value !== -Infinity;
    case 'time':
      return (value) => Number.isNaN(value) || Math.abs(value) <= 8.64e15;
    case 'boolean':
      return (value) => value === 0 || value === 1 || value === 255;
    default:
      return (value) => value < column.dictionary.length || value === 0xffffffff;
  }
}
