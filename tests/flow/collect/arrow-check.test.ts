import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeArrow, encodeArrow } from '../../../src/flow/collect/arrow.ts';
import { checkArrow, checkCells } from '../../../src/flow/collect/arrow-check.ts';
import { withChecksum, withoutChecksum } from '../../../src/flow/collect/checksum.ts';
import { arbitraryTable } from '../../core/arbitrary-table.ts';

test('every table that was stored here passes, and only as itself', () => {
  fc.assert(
    fc.property(arbitraryTable(), (table) => {
      const bytes = encodeArrow(table);
      checkArrow(bytes, table.columns);
      checkCells(decodeArrow(bytes));
      const [first, ...others] = table.columns;
      if (!first) return;
      expect(() => checkArrow(bytes, others)).toThrow();
      expect(() => checkArrow(bytes, [{ ...first, name: `${first.name} too` }, ...others])).toThrow();
      expect(() => checkArrow(bytes.slice(0, -8), table.columns)).toThrow();
    }),
    { numRuns: 100 },
  );
});

test('labels that stand twice and times that no calendar has are refused', () => {
  const labels = { kind: 'category', name: 'c', values: Uint32Array.of(0), dictionary: ['a', 'a'] } as const;
  expect(() => checkCells({ rows: 1, columns: [labels] })).toThrow(/twice/);
  const times = { kind: 'time', name: 't', values: Float64Array.of(1e16) } as const;
  expect(() => checkCells({ rows: 1, columns: [times] })).toThrow(/calendar/);
});

test('of 3,000 changed files none is decoded that was not looked through, and none takes long', () => {
  const whole = encodeArrow({
    rows: 20,
    columns: [
      { kind: 'number', name: 'n', values: Float64Array.from({ length: 20 }, (_, row) => row) },
      {
        kind: 'text',
        name: 't',
        values: Uint32Array.from({ length: 20 }, (_, row) => row % 3),
        dictionary: ['a', 'é', ''],
      },
    ],
  });
  const wanted = [
    { name: 'n', kind: 'number' },
    { name: 't', kind: 'text' },
  ] as const;
  const content = withoutChecksum(whole);
  const start = performance.now();
  let passed = 0;
  for (let at = 0; at < 3000; at++) {
    const changed = content.slice();
    const view = new DataView(changed.buffer);
    const place = (at * 7919) % (changed.length - 4);
    view.setInt32(place, [0x7fffffff, -1, 0x10000000, 8][at % 4]!, true);
    const bytes = withChecksum(changed);
    try {
      checkArrow(bytes, wanted);
    } catch {
      continue;
    }
    passed += 1;
    try {
      const table = decodeArrow(bytes);
      expect(table.rows).toBe(20);
    } catch (error) {
      expect(error).toMatchObject({ code: 'arrow-format' });
    }
  }
  expect(passed).toBeLessThan(1500);
  expect(performance.now() - start).toBeLessThan(10_000);
});
