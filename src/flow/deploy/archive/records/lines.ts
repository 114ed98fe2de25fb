import type { Json } from '../../../../core/json.ts';
import type { StoredRecord } from '../../../../core/records.ts';
import { archiveDamaged, inPart } from '../failures.ts';
import { parseText, refuseOdd } from '../safe-json.ts';

/** A piece is cut behind the record with which it has come to this many bytes. */
const PIECE_BYTES = 1024 * 1024;

/** Numbers that JSON has no letters for. */
const ODD_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);
const ODD = '$number';

/** Records as JSON lines, in pieces: many of them never stand beside each other in memory. The same records make the same pieces. */
export class RecordLines {
  readonly #keep: (piece: Uint8Array<ArrayBuffer>) => Promise<void>;
  #lines: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  constructor(keep: (piece: Uint8Array<ArrayBuffer>) => Promise<void>) {
    this.#keep = keep;
  }

  async add(record: StoredRecord): Promise<void> {
    const line = new TextEncoder().encode(`${lineOf(record)}\n`);
    this.#lines.push(line);
    this.#bytes += line.length;
    if (this.#bytes >= PIECE_BYTES) await this.finish();
  }

  async finish(): Promise<void> {
    if (this.#bytes === 0) return;
    const piece = new Uint8Array(this.#bytes);
    let at = 0;
    for (const line of this.#lines) {
      piece.set(line, at);
      at += line.length;
    }
    this.#lines = [];
    this.#bytes = 0;
    await this.#keep(piece);
  }
}

function lineOf(record: StoredRecord): string {
  refuseOdd(record as unknown as Json, `the ${record.kind} record "${record.id}"`);
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? { [ODD]: String(value) } : value,
  );
}

/** What stands in the lines of a piece, one after another; `path` is named in the sentence of a refusal. */
export function* linesOf(piece: Uint8Array<ArrayBuffer>, path: string): Generator<Json> {
  if (piece.at(-1) !== NEW_LINE) throw archiveDamaged(`"${path}" ends in the middle of a line`);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let start = 0, number = 1; start < piece.length; number++) {
    const end = piece.indexOf(NEW_LINE, start);
    const text = inPart(path, () => decoder.decode(piece.subarray(start, end)));
    const value = parseText(text, `line ${number} of "${path}"`);
    yield text.includes(ODD) ? inPart(path, () => withOddNumbers(value)) : value;
    start = end + 1;
  }
}

const NEW_LINE = 10;

function withOddNumbers(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(withOddNumbers);
  const entries = Object.entries(value);
  const [only] = entries;
  if (only?.[0] === ODD && entries.length === 1) {
    const number = typeof only[1] === 'string' ? ODD_NUMBERS.get(only[1]) : undefined;
    if (number === undefined) throw new Error(`${JSON.stringify(only[1])} is no number`);
    return number;
  }
  return Object.fromEntries(entries.map(([key, part]) => [key, withOddNumbers(part)]));
}
