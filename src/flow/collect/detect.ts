import type { Delimiter, Dialect } from './dialect.ts';
import { isMissingText } from './missing.ts';
import { isNumberText } from './number-format.ts';
import { RecordScanner } from './record-scanner.ts';

/** So many bytes tell the delimiters apart; the quotes of the one chosen are looked at in the whole sample. */
const TELLING_BYTES = 1 << 16;
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];

interface Trial {
  readonly dialect: Dialect;
  /** The most frequent number of cells a record, and the share of records that have it. */
  readonly cells: number;
  readonly share: number;
  /** Whether text follows a closing quote. */
  readonly hasFault: boolean;
}

/**
 * The delimiter under which the most records of a sample are equally wide (the wider ones if that leaves a choice),
 * and whether quotes enclose cells: they do not if text follows a closing quote and reading quotes as letters
 * makes all records equally wide. Lines that are one number each are one column, whatever their commas, unless the
 * first line names more than one.
 *
 * @param isWhole whether the sample is the whole file, so that a quote still open at its end never closes.
 */
export function detectDialect(sample: Uint8Array, isWhole: boolean, asked?: Delimiter): Dialect {
  const newline = sample.includes(10) || !sample.includes(13) ? 'LF' : 'CR';
  const candidatesOf = (telling: Uint8Array) =>
    (asked ? [asked] : DELIMITERS).map((delimiter) =>
      settleQuotes(
        telling,
        { delimiter, quoting: true, newline },
        isWhole && telling.length === sample.length,
      ),
    );
  let candidates = candidatesOf(sample.subarray(0, TELLING_BYTES));
  // Not one line ends in the first bytes.
  if (candidates.every(({ share }) => share === 0)) candidates = candidatesOf(sample);
  const wide = candidates.filter((trial) => trial.cells > 1);
  const best = wide.reduce<Trial | undefined>(
    (best, trial) =>
      !best || trial.share > best.share || (trial.share === best.share && trial.cells > best.cells)
        ? trial
        : best,
    undefined,
  );
  const single = best && best.share < 1 && candidates.find(({ cells, share }) => cells === 1 && share === 1);
  if (single && isColumnOfNumbers(sample, isWhole, best.dialect.delimiter)) return single.dialect;
  const chosen = best ?? candidates[0]!;
  return settleQuotes(sample, { ...chosen.dialect, quoting: true }, isWhole).dialect;
}

/**
 * Whether every line but the first is one number, and the first one name or number: its comma stands before decimals, not
 * between cells.
 */
function isColumnOfNumbers(sample: Uint8Array, isWhole: boolean, delimiter: Delimiter): boolean {
  const isCut = !isWhole || sample.length > TELLING_BYTES;
  const lines = new TextDecoder().decode(sample.slice(0, TELLING_BYTES)).split(/\r\n?|\n/u);
  const below = lines.slice(1, isCut ? -1 : undefined).map((line) => line.trim());
  const header = lines[0]!.trim();
  const namesMany = !isNumberText(header) && header.replace(/"[^"]*"/gu, '').includes(delimiter);
  return (
    !namesMany &&
    below.some((line) => line !== '') &&
    below.every((line) => isMissingText(line) || isNumberText(line))
  );
}

function settleQuotes(sample: Uint8Array, dialect: Dialect, isWhole: boolean): Trial {
  const enclosing = attempt(sample, dialect, isWhole);
  if (!enclosing.hasFault) return enclosing;
  const plain = attempt(sample, { ...dialect, quoting: false }, isWhole);
  return plain.share === 1 && plain.cells > 1 ? plain : enclosing;
}

function attempt(sample: Uint8Array, dialect: Dialect, isWhole: boolean): Trial {
  const scanner = new RecordScanner(dialect);
  const widths = new Map<number, number>();
  let records = 0;
  let start = 0;
  let hasFault = false;
  while (start < sample.length) {
    scanner.kept = 0;
    const scan = scanner.next(sample, start, isWhole);
    if (scan === 'record') {
      widths.set(scanner.cells, (widths.get(scanner.cells) ?? 0) + 1);
      records++;
    } else if (scan !== 'blank') {
      hasFault = scan === 'text-after-quote';
      break;
    }
    start = scanner.end;
  }
  let cells = 1;
  let most = 0;
  for (const [width, count] of widths) if (count > most) [cells, most] = [width, count];
  return { dialect, cells, share: records === 0 ? 0 : most / records, hasFault };
}
