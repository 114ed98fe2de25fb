import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMissingText } from '../../../src/flow/collect/missing.ts';
import { parseBoolean, parseBooleanAsAsked } from '../../../src/flow/collect/parse-boolean.ts';
import { parseNumber } from '../../../src/flow/collect/parse-number.ts';
import { parseTime } from '../../../src/flow/collect/parse-time.ts';

describe('numbers', () => {
  test('every finite number comes back from its text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumber(String(value))).toBe(value + 0);
      }),
    );
  });

  test('decimals of any length are the number nearest to them', () => {
    const decimal = fc.tuple(
      fc.bigInt({ min: 0n, max: 10n ** 25n }),
      fc.bigInt({ min: 0n, max: 10n ** 25n }),
    );
    fc.assert(
      fc.property(decimal, ([whole, fraction]) => {
        const text = `${whole}.${fraction}`;
        expect(parseNumber(text)).toBe(Number(text));
      }),
    );
  });

  test('what a person would not call a number is none', () => {
    const others = [
      '',
      ' ',
      '.',
      '-',
      '1,5',
      '1 000',
      '0x10',
      'Infinity',
      '1e',
      'e5',
      '1e+',
      '--1',
      '1.2.3',
      '1e400',
    ];
    for (const text of [...others, '007', '-012', '00', '00.5', '12a', '1_000'])
      expect(parseNumber(text)).toBeNaN();
  });

  test('codes with leading zeros are numbers only where that is asked for', () => {
    expect(parseNumber('007', true)).toBe(7);
    expect(parseNumber('0.5')).toBe(0.5);
    expect(parseNumber('-0')).toBe(-0);
  });
});

describe('times', () => {
  test('every millisecond of four-digit years comes back from its ISO text', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.parse('0000-01-01'), max: Date.parse('9999-12-31') }), (ms) => {
        const text = new Date(ms).toISOString();
        expect(parseTime(text, 'iso')).toBe(ms);
        expect(parseTime(text.slice(0, -1).replace('T', ' '), 'iso')).toBe(ms);
      }),
    );
  });

  for (const [text, format, expected] of [
    ['2024-02-29', 'iso', '2024-02-29T00:00:00Z'],
    ['2024-02-29 13:05', 'iso', '2024-02-29T13:05:00Z'],
    ['2024-02-29T13:05:06,7891+0130', 'iso', '2024-02-29T11:35:06.789Z'],
    ['2024-02-29T13:05:06 -01:30', 'iso', '2024-02-29T14:35:06Z'],
    ['1.2.2003', 'day.month.year', '2003-02-01T00:00:00Z'],
    ['01/02/2003 04:05:06', 'day/month/year', '2003-02-01T04:05:06Z'],
    ['01/02/2003', 'month/day/year', '2003-01-02T00:00:00Z'],
  ] as const)
    test(`${text} as ${format}`, () => {
      expect(parseTime(text, format)).toBe(Date.parse(expected));
    });

  test('days and hours that do not exist are no times', () => {
    const wrong = [
      '2023-02-29',
      '2024-13-01',
      '2024-00-10',
      '2024-01-32',
      '2024-01-01 24:00',
      '2024-01-01 10:60',
    ];
    const cut = [
      '2024-01-01 ',
      '2024-01-01T10',
      '2024-01-01T10:00:',
      '2024-01-01T10:00:00.',
      '2024-01-01x',
      '2024-1-1',
    ];
    const zones = ['2024-01-01T10:00+', '2024-01-01T10:00+1', '2024-01-01T10:00ZZ', '2024-01-01T10:00 CET'];
    for (const text of [...wrong, ...cut, ...zones, '20240101']) expect(parseTime(text, 'iso')).toBeNaN();
    for (const text of ['29.2.2023', '1.2.03', '1..2003', '1/2/2003'])
      expect(parseTime(text, 'day.month.year')).toBeNaN();
  });
});

test('booleans are words; 0 and 1 only where they are asked for', () => {
  expect(['TRUE', 'yes', 'False', 'NO', '1', 't'].map(parseBoolean)).toEqual([1, 1, 0, 0, NaN, NaN]);
  expect(['1', 'f', 'Y', 'true', '2'].map(parseBooleanAsAsked)).toEqual([1, 0, 1, 1, NaN]);
});

test('missing tokens in any case', () => {
  for (const text of ['', 'NA', 'na', 'N/A', '?', 'NULL', 'null', '-', 'NaN'])
    expect(isMissingText(text)).toBe(true);
  for (const text of ['0', 'none', '--', 'nano', 'N', '??']) expect(isMissingText(text)).toBe(false);
});
