import type { FileEncoding } from '../../core/reader.ts';
import { unreadableFile } from './failures.ts';
import { Utf8Survey } from './utf8-survey.ts';

/** How a file's letters are stored, and how many bytes of mark stand before the first one. */
export interface FoundEncoding {
  readonly encoding: FileEncoding;
  readonly offset: number;
  /** Whether a mark or a person said so, rather than the bytes of the sample. */
  readonly isTold: boolean;
  /** A sentence where the letters should be looked at. */
  readonly note: string | null;
}

export const ENCODING_NAMES: Readonly<Record<FileEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little-endian)',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252',
};

const MARKS: readonly { readonly encoding: FileEncoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

const TELLING_BYTES = 1 << 16;
const SLICE_BYTES = 1 << 20;

/**
 * The encoding of a file from its first bytes: what was asked for; or what a byte order mark says; or UTF-16 where every
 * second byte is often NUL and no other ever is; or UTF-8 where the bytes are that; or else what `westernEncoding` says.
 */
export async function detectEncoding(
  file: Blob,
  sample: Uint8Array,
  asked: FileEncoding | undefined,
  breathe: () => Promise<void>,
): Promise<FoundEncoding> {
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, at) => sample[at] === byte));
  if (asked)
    return {
      encoding: asked,
      offset: mark?.encoding === asked ? mark.bytes.length : 0,
      isTold: true,
      note: null,
    };
  if (mark) return { encoding: mark.encoding, offset: mark.bytes.length, isTold: true, note: null };
  const wide = utf16Of(sample);
  if (wide) return { encoding: wide, offset: 0, isTold: false, note: null };
  const survey = new Utf8Survey();
  survey.feed(sample);
  if (sample.length === file.size) survey.end();
  // A NUL is told of as such, whatever the other bytes are.
  if (!survey.fault || sample.includes(0)) return { encoding: 'utf-8', offset: 0, isTold: false, note: null };
  return westernEncoding(file, breathe);
}

/**
 * Windows-1252 for a file that is not UTF-8, after a look at every byte; throws `encoding`, with line and byte, where some
 * letters are surely UTF-8, so that the file mixes two encodings, or where a byte stands for nothing in Windows-1252.
 */
export async function westernEncoding(file: Blob, breathe: () => Promise<void>): Promise<FoundEncoding> {
  const survey = new Utf8Survey();
  for (let at = 0; at < file.size; at += SLICE_BYTES) {
    survey.feed(new Uint8Array(await file.slice(at, at + SLICE_BYTES).arrayBuffer()));
    await breathe();
  }
  survey.end();
  const { fault, letter, notWestern } = survey;
  if (fault && letter)
    throw unreadableFile(
      'encoding',
      `the file mixes encodings: line ${fault.line} (byte ${fault.byte}) is not UTF-8 text, but line ${letter.line} (byte ${letter.byte}) is; save the file as UTF-8, or choose Windows-1252 to read it in spite of that`,
      { line: fault.line, byte: fault.byte, utf8Line: letter.line },
    );
  if (fault && notWestern)
    throw unreadableFile(
      'encoding',
      `line ${notWestern.line} (byte ${notWestern.byte}) is text neither in UTF-8 nor in Windows-1252; save the file as UTF-8 (in a spreadsheet: "CSV UTF-8"), or choose its encoding`,
      { line: notWestern.line, byte: notWestern.byte },
    );
  const where = fault ? ` (first in line ${fault.line})` : '';
  const note = `the file is not UTF-8 and is read as Windows-1252; check its letters with marks${where}, and choose another encoding if they are wrong`;
  return { encoding: 'windows-1252', offset: 0, isTold: false, note };
}

function utf16Of(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const bytes = sample.slice(0, Math.min(TELLING_BYTES, sample.length - (sample.length % 2)));
  const nuls = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) nuls[at % 2]!++;
  const most = Math.max(nuls[0]!, nuls[1]!);
  if (most === 0 || Math.min(nuls[0]!, nuls[1]!) > 0 || most < bytes.length / 20) return null;
  const encoding = nuls[1]! > 0 ? 'utf-16le' : 'utf-16be';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
  return isPlainText(text) && /[\n\r,;\t|]/u.test(text) ? encoding : null;
}

/** Without control characters other than tab and line ends, and without what is no letter in any script. */
function isPlainText(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code >= 0xfffe) return false;
  }
  return true;
}
