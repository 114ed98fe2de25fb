import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMATS, parseFormatted, PLAIN } from '../../../src/flow/collect/number-format.ts';
import { parseTime } from '../../../src/flow/collect/parse-time.ts';
import { type PlainCell, plainNumber, plainTime } from '../../../src/flow/collect/plain-cells.ts';
import { isUtf8 } from '../../../src/flow/collect/utf8-survey.ts';

/** A cell among others: what stands before and behind it must not count. */
function read(cell: PlainCell, text: string): number {
  const bytes = new TextEncoder().encode(`7${text}7`);
  return cell(bytes, 1, bytes.length - 1);
}

describe('a cell read from its bytes', () => {
  const numberLike = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0123456789..,,-+e '), maxLength: 20 }),
    fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
    fc.tuple(fc.integer(), fc.constantFrom('', '.', ','), fc.nat(9999)).map((parts) => parts.join('')),
  );

  test('is the number that its text is, or is left to the text', () => {
    let plain = 0;
    fc.assert(
      fc.property(numberLike, fc.constantFrom(PLAIN, ...FORMATS), (text, format) => {
        const value = read(plainNumber(format.decimal), text);
        if (Number.isNaN(value)) return;
        plain++;
        expect(value).toBe(parseFormatted(text, format));
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(plain).toBeGreaterThan(200);
  });

  test('is a number where it is written plainly', () => {
    expect(read(plainNumber('.'), '-12.50')).toBe(-12.5);
    expect(read(plainNumber('.'), '-0')).toBe(-0);
    expect(read(plainNumber(','), '0,1')).toBe(0.1);
    expect(read(plainNumber('.'), '123456789012345')).toBe(123456789012345);
    for (const text of ['', '-', '.', '007', ' 1', '1 ', '1e3', '1,5', '1.5.2', '1234567890123456'])
      expect(read(plainNumber('.'), text)).toBeNaN();
  });

  test('is the time that its text is, or is left to the text', () => {
    const two = fc.nat(65).map((value) => String(value).padStart(2, '0'));
    const parts = fc.tuple(
      fc.integer({ min: 0, max: 9999 }),
      two,
      two,
      fc.constantFrom(' ', 'T', 't', 'x'),
      two,
      two,
      two,
    );
    const time = parts.map(
      ([year, month, day, between, hour, minute, second]) =>
        `${String(year).padStart(4, '0')}-${month}-${day}${between}${hour}:${minute}:${second}`,
    );
    const text = fc.oneof(
      time,
      fc
        .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
        .map((date) => date.toISOString()),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(10, 16, 19, 24), fc.nat(20), (text, length, hole) => {
        const cell = length === 16 ? text.slice(0, hole) + text.slice(hole + 1) : text.slice(0, length);
        const value = read(plainTime, cell);
        if (!Number.isNaN(value)) expect(value).toBe(parseTime(cell, 'iso'));
      }),
      { numRuns: 1000 },
    );
    expect(read(plainTime, '2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    expect(read(plainTime, '2024-02-29T23:59:58')).toBe(Date.UTC(2024, 1, 29, 23, 59, 58));
    expect(read(plainTime, '2023-02-29')).toBeNaN();
    expect(read(plainTime, '2024-02-2x')).toBeNaN();
  });
});

test('bytes are UTF-8 exactly where a decoder takes them', () => {
  const byte = fc.oneof(
    fc.nat(255),
    fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xdf, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f),
  );
  const letters = fc.string({ unit: 'binary' }).map((text) => [...new TextEncoder().encode(text)]);
  const bytes = fc.oneof(fc.array(byte, { maxLength: 5 }), letters);
  const counts = [0, 0];
  fc.assert(
    fc.property(bytes, (bytes) => {
      let isTaken = true;
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
      } catch {
        isTaken = false;
      }
      counts[Number(isTaken)]!++;
      expect(isUtf8(Uint8Array.from([0x80, ...bytes, 0x80]), 1, bytes.length + 1)).toBe(isTaken);
    }),
    { numRuns: 3000, seed: 1 },
  );
  expect(Math.min(...counts)).toBeGreaterThan(300);
});
