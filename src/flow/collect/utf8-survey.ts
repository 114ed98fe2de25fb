/** Where in a file: the line and the byte, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly byte: number;
}

const LF = 10;
const CR = 13;

/** Whether the bytes from `start` up to but without `end` are whole letters of UTF-8. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const byte = bytes[at++]!;
    if (byte < 0x80) continue;
    if (byte < 0xc2 || byte > 0xf4) return false;
    const missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (at + missing > end) return false;
    const second = bytes[at]!;
    if (second < lowestSecond(byte) || second > highestSecond(byte)) return false;
    for (let more = 1; more < missing; more++) if ((bytes[at + more]! & 0xc0) !== 0x80) return false;
    at += missing;
  }
  return true;
}

/** No letter is written longer than it need be, none is half a pair of UTF-16, none is beyond U+10FFFF. */
function lowestSecond(lead: number): number {
  return lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
}

function highestSecond(lead: number): number {
  return lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
}

/** Goes through bytes, fed in slices of any size, and notes where they are UTF-8 beyond doubt and where they are not. */
export class Utf8Survey {
  /** The first byte that belongs to no UTF-8 letter. */
  fault: Place | null = null;
  /**
   * The first letter of several bytes that hardly any other encoding would have: "é" as UTF-8 is "Ã©" in Windows-1252.
   * Leads such as 0xDF do not count, since "ß" before a closing quotation mark is the same bytes as one of them.
   */
  letter: Place | null = null;
  /** The first byte that stands for nothing in Windows-1252. */
  notWestern: Place | null = null;
  #lineFeeds = 0;
  #returns = 0;
  #bytes = 0;
  /** Of the letter under way: its first byte, where it stands, how many bytes are missing, and what the next may be. */
  #lead = 0;
  #start: Place | null = null;
  #missing = 0;
  #low = 0x80;
  #high = 0xbf;

  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (this.#missing > 0) {
        if (byte >= this.#low && byte <= this.#high) {
          this.#continue();
          if (isUndefined(byte)) this.notWestern ??= this.#place(at);
          continue;
        }
        this.#endLetter();
      }
      if (byte < 0x80) {
        if (byte === LF) this.#lineFeeds++;
        else if (byte === CR) this.#returns++;
      } else this.#open(byte, at);
    }
    this.#bytes += bytes.length;
  }

  /** No more bytes come: a letter that is cut off is a fault. */
  end(): void {
    if (this.#missing > 0) this.#endLetter();
  }

  #open(byte: number, at: number): void {
    const place = this.#place(at);
    if (isUndefined(byte)) this.notWestern ??= place;
    if (byte < 0xc2 || byte > 0xf4) {
      this.fault ??= place;
      return;
    }
    this.#lead = byte;
    this.#start = place;
    this.#missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    this.#low = lowestSecond(byte);
    this.#high = highestSecond(byte);
  }

  #continue(): void {
    this.#low = 0x80;
    this.#high = 0xbf;
    if (--this.#missing === 0 && isTelling(this.#lead)) this.letter ??= this.#start;
  }

  #endLetter(): void {
    this.fault ??= this.#start;
    this.#missing = 0;
  }

  #place(at: number): Place {
    return { line: 1 + (this.#lineFeeds || this.#returns), byte: this.#bytes + at + 1 };
  }
}

/** Latin letters with marks, Greek, Cyrillic, and all that takes three bytes or four. */
function isTelling(lead: number): boolean {
  return lead >= 0xe0 || (lead >= 0xc3 && lead <= 0xc5) || (lead >= 0xce && lead <= 0xd1);
}

function isUndefined(byte: number): boolean {
  return byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d;
}
