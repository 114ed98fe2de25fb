import { expect, test } from 'vitest';
import { NumberTape } from '../../src/math/number-tape.ts';

const refused = expect.objectContaining({ code: 'snapshot-format' }) as unknown;

function tapeOf(...numbers: number[]): NumberTape {
  return new NumberTape(Float64Array.from(numbers));
}

test('what was written is read, in the same order, however long', () => {
  const tape = new NumberTape();
  const long = Float64Array.from({ length: 5000 }, (_, i) => i / 7);
  tape.write(-3.5);
  tape.writeAll(long);
  tape.writeAll([]);
  tape.writeAll([2, 0]);
  const read = new NumberTape(tape.numbers());
  expect(read.read()).toBe(-3.5);
  expect(read.readAll()).toEqual(long);
  expect(read.readAll(0)).toEqual(new Float64Array());
  expect(read.readIndexes(3)).toEqual([2, 0]);
  read.end();
});

test.each([
  ['a number beyond the end', [], (tape: NumberTape) => tape.read()],
  ['NaN', [NaN], (tape: NumberTape) => tape.read()],
  ['an infinite number among others', [2, 1, -Infinity], (tape: NumberTape) => tape.readAll()],
  ['a count beyond the end', [3, 1, 2], (tape: NumberTape) => tape.readAll()],
  ['a count of billions', [4e9, 1, 2], (tape: NumberTape) => tape.readAll()],
  ['a count below 0', [-1, 1, 2], (tape: NumberTape) => tape.readAll()],
  ['a count that is not whole', [1.5, 1, 2], (tape: NumberTape) => tape.readAll()],
  ['another count than expected', [1, 1], (tape: NumberTape) => tape.readAll(2)],
  ['an index that is too large', [3], (tape: NumberTape) => tape.readIndex(3)],
  ['indexes that are not whole', [1, 0.5], (tape: NumberTape) => tape.readIndexes(3)],
  ['what is left over', [1], (tape: NumberTape) => tape.end()],
])('refuses %s', (_, numbers, read) => {
  expect(() => read(tapeOf(...numbers))).toThrow(refused);
});
