import type { FileEncoding } from '../../core/reader.ts';
import type { Dialect } from './dialect.ts';
import { ENCODING_NAMES } from './encoding.ts';
import { unreadableFile } from './failures.ts';
import type { RecordPlace } from './record-place.ts';

/** Turns bytes of one encoding, slice by slice, into UTF-8. */
export type Transcoder = (slice: Uint8Array<ArrayBuffer>, isLast: boolean) => Uint8Array<ArrayBuffer>;

/** How many bytes of the file became the UTF-8 bytes from `from` up to but without `to`, which are whole letters. */
export type SourceLength = (utf8: Uint8Array, from: number, to: number) => number;

export function sourceLength(encoding: FileEncoding): SourceLength {
  if (encoding === 'utf-8') return (_, from, to) => to - from;
  // A letter of four bytes, of which Windows-1252 has none, is one of four bytes in UTF-16 as well.
  const size = encoding === 'windows-1252' ? 1 : 2;
  return (utf8, from, to) => {
    let length = 0;
    for (let at = from; at < to; at++)
      if ((utf8[at]! & 0xc0) !== 0x80) length += utf8[at]! >= 0xf0 ? 4 : size;
    return length;
  };
}

/** What the bytes from 0x80 to 0x9F stand for; the five that stand for nothing are control characters. */
const UPPER = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * The transcoder of an encoding. UTF-8 passes as it is: the cutter checks it. UTF-16 that is none throws `encoding`.
 *
 * Windows-1252 goes by a table of its own: Node 20 decodes it as Latin-1, without quotes, dashes and the euro sign.
 *
 * @param from the place of the first slice in the file; its line is told in errors.
 * @param newline what ends the lines that errors tell of.
 *
 * @example
 * transcoder('windows-1252')(Uint8Array.of(0x80), true) // Uint8Array [226, 130, 172]
 */
export function transcoder(
  encoding: FileEncoding,
  from: RecordPlace = { offset: 0, line: 1 },
  newline: Dialect['newline'] = 'LF',
): Transcoder {
  switch (encoding) {
    case 'utf-8':
      return (slice) => slice;
    case 'windows-1252':
      return western();
    default:
      return wide(encoding, from, newline === 'LF' ? 10 : 13);
  }
}

function western(): Transcoder {
  const encoder = new TextEncoder();
  const letters = Array.from({ length: 128 }, (_, index) =>
    encoder.encode(UPPER[index] ?? String.fromCharCode(index + 128)),
  );
  return (slice) => {
    let length = slice.length;
    for (let at = 0; at < slice.length; at++)
      if (slice[at]! >= 128) length += letters[slice[at]! - 128]!.length - 1;
    if (length === slice.length) return slice;
    const bytes = new Uint8Array(length);
    let to = 0;
    for (let at = 0; at < slice.length; at++) {
      const byte = slice[at]!;
      if (byte < 128) bytes[to++] = byte;
      else for (const part of letters[byte - 128]!) bytes[to++] = part;
    }
    return bytes;
  };
}

function wide(encoding: 'utf-16le' | 'utf-16be', from: RecordPlace, newline: number): Transcoder {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();
  const high = encoding === 'utf-16le' ? 1 : 0;
  let rest = new Uint8Array(0);
  let { offset: done, line } = from;
  return (slice, isLast) => {
    const bytes = new Uint8Array(rest.length + slice.length);
    bytes.set(rest);
    bytes.set(slice, rest.length);
    let end = bytes.length;
    if (!isLast) {
      end -= end % 2;
      // The first half of a letter of four bytes waits for the second.
      if (end > 0 && (bytes[end - 2 + high]! & 0xfc) === 0xd8) end -= 2;
    }
    const letters = bytes.subarray(0, end);
    rest = bytes.slice(end);
    let text: Uint8Array<ArrayBuffer>;
    try {
      text = encoder.encode(decoder.decode(letters));
    } catch {
      const fault = faultOf(letters, high, newline);
      const place = { line: line + fault.lines, byte: done + fault.at + 1 };
      throw unreadableFile(
        'encoding',
        `line ${place.line} (byte ${place.byte}) is not ${ENCODING_NAMES[encoding]} text; choose another encoding, or save the file as UTF-8 (in a spreadsheet: "CSV UTF-8")`,
        place,
      );
    }
    for (let at = text.indexOf(newline); at >= 0; at = text.indexOf(newline, at + 1)) line++;
    done += end;
    return text;
  };
}

/** The first half of a letter that stands alone, and the line ends before it. */
function faultOf(bytes: Uint8Array, high: number, newline: number): { at: number; lines: number } {
  let lines = 0;
  let at = 0;
  for (; at + 1 < bytes.length; at += 2) {
    const half = bytes[at + high]! & 0xfc;
    if (half === 0xd8 && at + 3 < bytes.length && (bytes[at + 2 + high]! & 0xfc) === 0xdc) at += 2;
    else if (half === 0xd8 || half === 0xdc) break;
    else if (bytes[at + high] === 0 && bytes[at + 1 - high] === newline) lines++;
  }
  return { at, lines };
}
