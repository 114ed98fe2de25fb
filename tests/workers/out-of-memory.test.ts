import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import { namingMemory } from '../../workers/out-of-memory.ts';

const failureOf = (work: () => unknown) => namingMemory(work).catch((error: unknown) => error);

describe('memory that cannot be had is named, with the way out and the cause', () => {
  test.each([
    ['a buffer', () => new ArrayBuffer(2 ** 52)],
    ['a typed array', () => new Float64Array(2 ** 45)],
    ['more of a wasm memory', () => new WebAssembly.Memory({ initial: 1, maximum: 1 }).grow(1)],
  ])('%s', async (_, work) => {
    const error = await failureOf(work);
    expect(error).toMatchObject({ code: 'out-of-memory', stage: 'compute' });
    expect((error as PerennialError).cause).toBeInstanceOf(RangeError);
    expect((error as PerennialError).message).toContain(
      `(${((error as PerennialError).cause as Error).message})`,
    );
  });

  // What other browsers say, and messages between threads.
  test.each([
    'out of memory',
    'Out of memory',
    'Data cannot be cloned, out of memory.',
    'Invalid array buffer length',
  ])('"%s"', async (message) => {
    expect(await failureOf(() => Promise.reject(new RangeError(message)))).toMatchObject({
      code: 'out-of-memory',
    });
  });
});

test.each([
  new RangeError('Invalid typed array length: -1'),
  new RangeError('Maximum call stack size exceeded'),
  new TypeError('x is not a function'),
  new PerennialError('store-full', 'out of memory, says the disk'),
])('"%s" passes as it is', async (error) => {
  expect(await failureOf(() => Promise.reject(error))).toBe(error);
});

test('a length that is no length is a mistake, not a lack of memory', async () => {
  expect(await failureOf(() => new Uint8Array(-1))).toMatchObject({ name: 'RangeError' });
});

test('work that succeeds answers', async () => {
  expect(await namingMemory(() => 7)).toBe(7);
});
