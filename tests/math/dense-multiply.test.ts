import fc from 'fast-check';
import { expect, test } from 'vitest';
import { multiply, pack, packedLength } from '../../src/math/dense-multiply.ts';

const size = fc.integer({ min: 1, max: 13 });

// Whole numbers: every sum is exact, whatever its order.
const cells = (length: number, from: number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length }, (_, i) => ((i + from) * 7919) % 101);

test('a product is the sum over rows and columns, with either side transposed, and writes nothing else', () => {
  fc.assert(
    fc.property(size, size, size, fc.boolean(), fc.boolean(), (rows, inner, columns, turnA, turnB) => {
      const a = cells(rows * inner, 1);
      const b = cells(inner * columns + 2, 2);
      const [aRow, aColumn] = turnA ? [1, rows] : [inner, 1];
      const [bRow, bColumn] = turnB ? [1, inner] : [columns, 1];
      const packed = new Float64Array(packedLength(inner, columns)).fill(NaN);
      pack(b, 2, bRow, bColumn, inner, columns, packed);
      const out = new Float64Array(rows * columns + 5).fill(-1);
      multiply(a, 0, aRow, aColumn, packed, rows, inner, columns, out, 3);
      const expected = out.slice().fill(-1);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) sum += a[i * aRow + k * aColumn]! * b[2 + k * bRow + j * bColumn]!;
          expected[3 + i * columns + j] = sum;
        }
      expect(out).toEqual(expected);
    }),
  );
});
