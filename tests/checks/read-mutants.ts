import { PerennialError } from '../../src/core/errors.ts';
import { Random } from '../../src/core/random.ts';
import type { Reader, ReadOptions, ReadReport } from '../../src/core/reader.ts';
import { concatenate, type Table } from '../../src/core/table.ts';
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
/** Mostly nothing is said; a person may also say what is wrong. */
const OPTIONS: readonly ReadOptions[] = [
  {},
  {},
  {},
  {},
  { encoding: 'utf-16le' },
  { encoding: 'windows-1252', decimal: ',' },
  { delimiter: ';', thousands: "'" },
  {
    hasHeader: true,
    kinds: { n: 'number', c: 'time', t: 'text', price: 'number', when: 'time', name: 'boolean' },
  },
];
const MARKS = [...',;\t|"\'\n\r.-#'].map((mark) => mark.charCodeAt(0));

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
  const random = new Random(seed);
  const shares = new Random(seed + 1);
  const files = seeds();
  for (let index = 0; index < count; index++) {
    const bytes = mutate(random, files);
    const start = performance.now();
    const end = await endOf(reader, bytes, OPTIONS[random.below(OPTIONS.length)]!, shares.uniform());
    const took = performance.now() - start;
    if (end === 'table') tables++;
    if (end !== 'table' && end !== 'sentence') bad.push({ index, reason: end, bytes });
    else if (took > LONGEST_MS) bad.push({ index, reason: `took ${Math.round(took)} ms`, bytes });
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

function isSentence(error: unknown): boolean {
  return error instanceof PerennialError && error.stage === 'collect' && error.message.length > 20;
}

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

/** One file, or two spliced, with one to eight changes. */
function mutate(random: Random, files: readonly Bytes[]): Bytes {
  let bytes = files[random.below(files.length)]!.slice();
  const changes = 1 + random.below(8);
  for (let change = 0; change < changes; change++) {
    const at = random.below(bytes.length + 1);
    const length = 1 + random.below(random.below(4) === 0 ? 200 : 4);
    switch (random.below(8)) {
      case 0:
        if (at < bytes.length) bytes[at]! ^= 1 << random.below(8);
        break;
      case 1:
        bytes = splice(bytes, at, 0, randomBytes(random, length));
        break;
      case 2:
        bytes = splice(bytes, at, length, new Uint8Array(0));
        break;
      case 3:
        bytes = splice(bytes, at, 0, bytes.slice(at, at + length));
        break;
      case 4:
        if (random.below(4) === 0) bytes = bytes.slice(0, at);
        break;
      case 5:
        bytes = swapMarks(random, bytes);
        break;
      case 6:
        bytes = splice(bytes, at, random.below(2), Uint8Array.of(MARKS[random.below(MARKS.length)]!));
        break;
      default: {
        if (random.below(4) > 0) break;
        const other = files[random.below(files.length)]!;
        bytes = splice(
          bytes,
          at,
          random.below(2) === 0 ? bytes.length : 0,
          other.slice(random.below(other.length)),
        );
      }
    }
  }
  return bytes;
}

function splice(bytes: Bytes, at: number, removed: number, added: Bytes): Bytes {
  const after = bytes.subarray(at + removed);
  const spliced = new Uint8Array(at + added.length + after.length);
  spliced.set(bytes.subarray(0, at));
  spliced.set(added, at);
  spliced.set(after, at + added.length);
  return spliced;
}

function randomBytes(random: Random, length: number): Bytes {
  return Uint8Array.from({ length }, () => random.below(256));
}

/** One mark for another: everywhere, or here and there. */
function swapMarks(random: Random, bytes: Bytes): Bytes {
  const from = MARKS[random.below(MARKS.length)]!;
  const to = MARKS[random.below(MARKS.length)]!;
  const isEverywhere = random.below(2) === 0;
  return bytes.map((byte) => (byte === from && (isEverywhere || random.below(4) === 0) ? to : byte));
}

/** Small files of every sort: delimiters, quotes, line ends, encodings, marks of numbers, dates. */
function seeds(): readonly Bytes[] {
  const rows = (count: number, row: (index: number) => string, end = '\n') =>
    Array.from({ length: count }, (_, index) => row(index) + end).join('');
  const texts = [
    `n,c,t,b\n${rows(40, (i) => `${i / 4},${'abc'[i % 3]},2024-01-${10 + (i % 20)},${i % 2 === 0}`)}`,
    `name;price;when\r\n${rows(30, (i) => `"Zoë, ""${i}""";1.${100 + i},5;${1 + (i % 28)}.02.2023 10:3${i % 10}`, '\r\n')}`,
    `id\ttext\n${rows(25, (i) => `k${i}\tthis is "line" ${i}, with words\tin it`.replace(/\t(?=in)/u, ' '))}`,
    `a|b\r${rows(20, (i) => `${i % 2 ? '1,234' : '5,678'}|#DIV/0!`, '\r')}`,
    rows(30, (i) => `${i},"two\nlines ${i}",inf`),
    `only\n${rows(30, (i) => (i === 7 ? 'n/a' : `1 ${200 + i},5`))}`,
    'head,er\n',
    `"${'x'.repeat(300)}",1\n"y",2e999\n`,
  ];
  const encoder = new TextEncoder();
  const wide = Uint8Array.from(
    `\ufeff${texts[1]!}`
      .split('')
      .flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
  );
  const western = Uint8Array.from(texts[1]!, (letter) => letter.charCodeAt(0));
  return [...texts.map((text) => encoder.encode(text)), wide, wide.slice(2), western];
}
