import { describe, expect, test } from 'vitest';
import { expectationOf } from './expected-value.ts';

const valueOf = (comment: string): unknown => {
  const expectation = expectationOf(comment);
  if (expectation.kind !== 'value') throw new Error(`"${comment}" is read as ${expectation.kind}`);
  return expectation.value;
};

describe('a comment that is a value', () => {
  test.each<[string, unknown]>([
    ['-1.5e3', -1500],
    ['true', true],
    ['null', null],
    ['undefined', undefined],
    ['NaN', NaN],
    ['-Infinity', -Infinity],
    [`'a \\'b\\' "c"\\r\\n'`, `a 'b' "c"\r\n`],
    ['"it\'s"', "it's"],
    ['"say \\"so\\""', 'say "so"'],
    ['[]', []],
    ['[[1], [2, 3]]', [[1], [2, 3]]],
    ["{ a: { 'b c': [1] }, d: 'x', }", { a: { 'b c': [1] }, d: 'x' }],
    ['Float64Array [0, NaN]', Float64Array.of(0, NaN)],
    ['Uint32Array []', new Uint32Array()],
  ])('%s', (comment, value) => {
    expect(value).toEqual(valueOf(comment));
  });

  test('is of its type', () => {
    expect(Float32Array.of(1)).not.toEqual(valueOf('Float64Array [1]'));
    expect(Float32Array.of(1)).not.toEqual(valueOf('[1]'));
    expect('1').not.toEqual(valueOf('1'));
  });

  test('of which only the first digits are given', () => {
    expect(0.6931).toEqual(valueOf('0.69...'));
    expect(0.7).not.toEqual(valueOf('0.69...'));
    expect(-0.6931).not.toEqual(valueOf('0.69...'));
    expect('0.6931').not.toEqual(valueOf('0.69...'));
    expect([0.5958, 0.98]).toEqual(valueOf('[0.59..., 0.98...]'));
    expect({ a: 1 / 3 }).toEqual(valueOf('{ a: 0.33... }'));
  });

  test('of which an array holds such numbers', () => {
    const thirds = valueOf('Float32Array [0.33..., 0.1]');
    expect(Float32Array.of(1 / 3, 0.1)).toEqual(thirds);
    expect(Float32Array.of(1 / 3, 0.11)).not.toEqual(thirds);
    expect(Float32Array.of(0.34, 0.1)).not.toEqual(thirds);
    expect(Float32Array.of(1 / 3)).not.toEqual(thirds);
    expect(Float64Array.of(1 / 3, 0.1)).not.toEqual(thirds);
    expect([1 / 3, 0.1]).not.toEqual(thirds);
  });
});

test('an error is named by its code', () => {
  expect(expectationOf('throws missing-column')).toEqual({ kind: 'throws', code: 'missing-column' });
});

test.each(['two steps of two rows', 'the mean, 0.5', 'truely', ''])('"%s" is words', (comment) => {
  expect(expectationOf(comment)).toEqual({ kind: 'words' });
});

test.each([
  '0.667 or so',
  '[1, 2',
  '[1 2]',
  '{ a 1 }',
  "'open",
  'true or false',
  'BigArray [1]',
  'throws it all',
])('"%s" begins as a value, and is refused', (comment) => {
  expect(() => expectationOf(comment)).toThrow(/begins as a value/u);
});
