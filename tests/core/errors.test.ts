import { describe, expect, test } from 'vitest';
import {
  errorFromRecord,
  errorToRecord,
  isCancelled,
  PerennialError,
  throwIfCancelled,
} from '../../src/core/errors.ts';

describe('an error between threads', () => {
  test('keeps its code, message, stage, details, stack and cause', () => {
    const error = new PerennialError('column-kind', 'column "a": "x" is not a number', {
      stage: 'prepare',
      details: { column: 'a', row: 3 },
      cause: new TypeError('inner', { cause: new PerennialError('deep', 'deepest') }),
    });
    const record = structuredClone(errorToRecord(error));
    const back = errorFromRecord(record);
    expect(back).toBeInstanceOf(PerennialError);
    expect(errorToRecord(back)).toEqual({
      ...record,
      cause: { ...record.cause, name: 'PerennialError' },
    });
    expect([back.code, back.message, back.stage, back.details, back.stack]).toEqual([
      error.code,
      error.message,
      error.stage,
      error.details,
      error.stack,
    ]);
    expect(errorToRecord(back).cause).toMatchObject({ message: 'inner', cause: { code: 'deep' } });
  });

  test('is told also when it is no Error, or a foreign one', () => {
    expect(errorToRecord('out of memory')).toMatchObject({ code: 'unknown', message: 'out of memory' });
    expect(errorToRecord(new RangeError('too long'))).toMatchObject({
      code: 'unexpected',
      name: 'RangeError',
    });
  });
});

describe('cancelling', () => {
  test('throws once the signal is aborted, and is recognised on either side of a thread', () => {
    const controller = new AbortController();
    throwIfCancelled(undefined);
    throwIfCancelled(controller.signal);
    controller.abort();
    let thrown: unknown;
    try {
      throwIfCancelled(controller.signal);
    } catch (error) {
      thrown = error;
    }
    expect(isCancelled(thrown)).toBe(true);
    expect(isCancelled(errorFromRecord(errorToRecord(thrown)))).toBe(true);
    expect(isCancelled(errorFromRecord(errorToRecord(new DOMException('stop', 'AbortError'))))).toBe(true);
    expect(isCancelled(new PerennialError('target', 'no'))).toBe(false);
  });
});
