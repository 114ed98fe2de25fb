import { describe, expect, test } from 'vitest';
import { fieldText, isDayField, rowOf, typicalValues } from '../../../src/app/state/form-values.ts';
import type { ColumnProfile } from '../../../src/core/profile.ts';
import type { Field } from '../../../src/core/schema.ts';

const field = (name: string, kind: Field['kind'], rest: Partial<Field> = {}): Field => ({
  name,
  kind,
  missing: 0,
  distinct: 3,
  minimum: null,
  maximum: null,
  labels: [],
  ...rest,
});
const day = field('day', 'time', { minimum: 0, maximum: 864e5 * 9 });
const minute = field('at', 'time', { minimum: 1234, maximum: 864e5 });

describe('times', () => {
  test('a column of whole days asks for a day, any other for a time', () => {
    expect(isDayField(day)).toBe(true);
    expect(isDayField(minute)).toBe(false);
    expect(isDayField(field('n', 'number', { minimum: 0, maximum: 0 }))).toBe(false);
  });
  test.each([
    [day, '1970-01-02T00:00:00.000Z', '1970-01-02'],
    [minute, '1970-01-01T13:45:00.000Z', '1970-01-01T13:45'],
  ])('a cell goes into the form and comes back as the same time', (column, cell, text) => {
    expect(fieldText(column, cell)).toBe(text);
    expect(rowOf([column], { [column.name]: text })).toEqual({ [column.name]: Date.parse(cell) });
  });
});

describe('rowOf', () => {
  test('what is left empty is missing, also where nothing was ever typed', () => {
    const fields = [field('a', 'number'), field('b', 'category'), field('c', 'boolean')];
    expect(rowOf(fields, { a: '  ', c: 'true' })).toEqual({ a: null, b: null, c: 'true' });
  });
  test('what is no time is handed on as it is, for the workspace to refuse', () => {
    expect(rowOf([day], { day: 'soon' })).toEqual({ day: 'soon' });
  });
});

describe('typicalValues', () => {
  const profile = (of: Field, rest: Partial<ColumnProfile>): ColumnProfile => ({
    ...of,
    rows: 10,
    mean: null,
    deviation: null,
    median: null,
    histogram: null,
    top: [],
    warnings: [],
    ...rest,
  });
  test('the median of a number, the most frequent label of a category', () => {
    const price = field('price', 'number', { minimum: 1, maximum: 9 });
    const colour = field('colour', 'category', { labels: ['red', 'blue'] });
    expect(
      typicalValues(
        [price, colour, day],
        [profile(price, { median: 3.25 }), profile(day, { median: 864e5 })],
      ),
    ).toEqual({ price: '3.25', colour: 'red', day: '1970-01-02' });
  });
  test('a column without a profile falls back to the middle of its range, or to nothing', () => {
    const ranged = field('a', 'number', { minimum: 2, maximum: 5 });
    expect(typicalValues([ranged, field('b', 'number')], [])).toEqual({ a: '3.5', b: '' });
  });
});
