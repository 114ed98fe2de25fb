import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safetensorsTables as codec } from '../../src/core/safetensors-tables.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/core/snapshot.ts';
import { anyTable } from '../flow/collect/any-table.ts';

test('a table comes back exactly, or only the columns named', () => {
  fc.assert(
    fc.property(anyTable(), (table) => {
      const bytes = codec.encode(table);
      expect(codec.decode(bytes)).toEqual(table);
      const first = table.columns[0];
      if (!first) return;
      expect(codec.decode(bytes, new Set([first.name]))).toEqual({ ...table, columns: [first] });
      expect(codec.decode(bytes, new Set([first.name, 'not there']))).toEqual(table);
    }),
  );
});

test('what is no stored table is refused', () => {
  const bytes = codec.encode({
    rows: 2,
    columns: [{ kind: 'number', name: 'age', values: Float64Array.of(1, 2) }],
  });
  const stored = decodeSnapshot(bytes);
  const refused = expect.objectContaining({ code: 'snapshot-format' }) as unknown;
  for (const altered of [
    { ...stored, kind: 'network' },
    { ...stored, tensors: {} },
    { ...stored, header: { ...stored.header, rows: 3 } },
    { ...stored, header: { rows: 2, columns: [{ name: 'age', kind: 'boolean' }] } },
    { ...stored, header: { rows: 2, columns: [{ name: 'age', kind: 'category' }] } },
    { ...stored, header: { rows: 2, columns: [{ name: 'age', kind: 'secret' }] } },
  ])
    expect(() => codec.decode(encodeSnapshot(altered))).toThrow(refused);
  expect(() => codec.decode(bytes.slice(0, 20))).toThrow(refused);
});
