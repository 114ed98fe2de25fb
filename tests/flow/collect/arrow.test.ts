import fc from 'fast-check';
import { tableFromIPC } from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { decodeArrow, encodeArrow } from '../../../src/flow/collect/arrow.ts';
import { anyTable } from './any-table.ts';

describe('a table as Arrow', () => {
  test('comes back exactly', () => {
    fc.assert(
      fc.property(anyTable(), (table) => {
        expect(decodeArrow(encodeArrow(table))).toEqual(table);
      }),
    );
  });

  test('comes back from the middle of a larger buffer, with buffers of its own', () => {
    fc.assert(
      fc.property(anyTable(), fc.integer({ min: 0, max: 20 }), (table, offset) => {
        const bytes = encodeArrow(table);
        const larger = new Uint8Array(bytes.length + offset + 3).fill(1);
        larger.set(bytes, offset);
        const decoded = decodeArrow(larger.subarray(offset, offset + bytes.length));
        expect(decoded).toEqual(table);
        for (const { values } of decoded.columns) {
          expect(values.buffer.byteLength).toBe(values.byteLength);
          expect(values.buffer).not.toBe(larger.buffer);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('is readable for others: nulls are nulls, times are times, codes are labels', () => {
    const arrow = tableFromIPC(
      encodeArrow({
        rows: 2,
        columns: [
          { kind: 'number', name: 'n', values: new Float64Array([NaN, 2.5]) },
          { kind: 'time', name: 't', values: new Float64Array([-1, NaN]) },
          { kind: 'boolean', name: 'b', values: new Uint8Array([255, 1]) },
          { kind: 'category', name: 'c', values: new Uint32Array([0, 0xffffffff]), dictionary: ['é'] },
        ],
      }),
    );
    expect(arrow.toArray()).toEqual([
      { n: null, t: -1, b: null, c: 'é' },
      { n: 2.5, t: null, b: true, c: null },
    ]);
  });

  test('refuses bytes that are cut off, altered or none, and never crashes in another way', () => {
    const bytes = encodeArrow({
      rows: 3,
      columns: [
        { kind: 'number', name: 'n', values: new Float64Array([1, 2, 3]) },
        { kind: 'text', name: 'x', values: new Uint32Array([0, 1, 0]), dictionary: ['one', 'two'] },
      ],
    });
    for (const length of [0, 7, 100, bytes.length >> 1, bytes.length - 40])
      expect(() => decodeArrow(bytes.slice(0, length))).toThrow(
        expect.objectContaining({ code: 'arrow-format', stage: 'collect' }),
      );
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, value) => {
        const altered = bytes.slice();
        altered[at]! ^= value;
        expect(() => decodeArrow(altered)).toThrow(expect.objectContaining({ code: 'arrow-format' }));
      }),
      { numRuns: 500 },
    );
  });
});
