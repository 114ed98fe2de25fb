import { PerennialError } from '../../src/core/errors.ts';
import { Random } from '../../src/core/random.ts';
import type { ReadOptions } from '../../src/core/reader.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A small file that something has happened to, and what a person says of it. */
export interface Mutant {
  readonly bytes: Bytes;
  readonly options: ReadOptions;
}

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

/** Seeded mutants of small files: the same ones for a seed, in Node as in a browser. */
export function* mutants(seed: number, count: number): Generator<Mutant> {
  const random = new Random(seed);
  const files = seeds();
  for (let made = 0; made < count; made++) {
    const bytes = mutate(random, files);
    yield { bytes, options: OPTIONS[random.below(OPTIONS.length)]! };
  }
}

/** Whether a file was refused as a person may expect it: in a sentence of the stage that reads. */
export function isSentence(error: unknown): boolean {
  return error instanceof PerennialError && error.stage === 'collect' && error.message.length > 20;
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
