import { describe, expect, test } from 'vitest';
import { inferKind } from '../../../src/flow/collect/infer.ts';

const repeated = (texts: readonly string[], times: number) =>
  Array.from({ length: times }, () => texts).flat();
const numbered = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i));

describe('the kind of a column from its texts', () => {
  for (const [kind, texts] of [
    ['number', ['1', ' -2.5 ', '+3e4', '.5', 'NA', '?', '0']],
    ['number', ['', 'null', '-', 'NaN', 'n/a']],
    ['number', ['0', '1', '1', '0']],
    ['number', numbered(100, (index) => String(index + 1))],
    ['category', ['007', '012', '001']],
    ['category', ['1', '2', 'three']],
    ['boolean', ['true', 'FALSE', ' True', '']],
    ['boolean', ['yes', 'No', 'no']],
    ['category', ['yes', 'false', 'yes']],
    ['time', ['2024-02-29', '2023-01-01T10:00Z', '2023-01-01 10:00:00.123+02:00', '?']],
    ['time', ['31.12.1999', '1.2.2003']],
    ['time', ['12/31/1999', '01/02/2003 10:30']],
    ['time', ['31/12/1999', '01/02/2003']],
    ['category', ['2023-02-29', '2023-02-30']],
    ['category', repeated(['red', 'green', 'blue'], 50)],
    ['category', numbered(2000, (index) => `zone ${index % 100}`)],
    ['category', numbered(2000, (index) => `name ${index % 900}`)],
    ['identifier', numbered(21, (index) => `A-${index}`)],
    ['identifier', repeated(['6f1c1f2e-4c1b-4a4e-9a65-1d2f3c4b5a69'], 3)],
    ['text', numbered(40, (index) => `this is the sentence number ${index} of forty`)],
    ['category', repeated(['one of only two long answers', 'the other one of the two'], 40)],
  ] as const)
    test(`${kind}: ${texts.slice(0, 3).join(' | ')} ...`, () => {
      expect(inferKind('x', texts)).toMatchObject({ kind, note: null });
    });

  test('slashed dates that fit both orders stay text, with a note that names column, value and the way out', () => {
    const guess = inferKind('when', ['01/02/2003', '03/04/2005']);
    expect(guess.kind).toBe('category');
    expect(guess.note).toBe(
      'column "when" holds dates such as "01/02/2003" that fit both day/month and month/day; it is read as text: write the dates as YYYY-MM-DD, or set the column to time to read the day first',
    );
  });

  test('one misfit in 20 is let through at first, more are not', () => {
    expect(inferKind('x', [...numbered(18, String), 'odd']).kind).toBe('category');
    expect(inferKind('x', [...numbered(19, String), 'odd']).kind).toBe('number');
    expect(inferKind('x', [...numbered(37, String), 'odd', 'odder']).kind).toBe('identifier');
    expect(inferKind('x', [...numbered(38, String), 'odd', 'odder']).kind).toBe('number');
  });

  test('a kind that was contradicted is not guessed again', () => {
    expect(inferKind('x', ['1', '2', '2'], new Set(['number'])).kind).toBe('category');
    expect(inferKind('x', ['2024-01-01'], new Set(['number', 'time'])).kind).toBe('category');
  });
});
