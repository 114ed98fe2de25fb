import { base64 } from 'virtual:kernels/product';
import { multiply, type Multiply, packedLength } from '../../math/dense-multiply.ts';
import { compileText } from './compile-text.ts';

/** What the kernel exports (kernels/product.ts); addresses and strides are bytes in its memory. */
interface ProductKernel {
  readonly memory: WebAssembly.Memory;
  multiply(
    left: number,
    leftRow: number,
    leftColumn: number,
    right: number,
    rows: number,
    inner: number,
    columns: number,
    out: number,
  ): void;
}

const PAGE_CELLS = 8192;

/** Multiply-adds from which on wasm is faster: below, its time goes into handing the cells over. */
const LEAST_WORK = 1000;

/**
 * `multiply` of math/dense-multiply.ts in WebAssembly, to the same bytes: whoever computes with it computes the same, only sooner.
 * Products that are too small to gain, or larger than the memory that is left, are computed in plain TypeScript.
 *
 * @throws where wasm, its SIMD, or compiling it is refused.
 * @example
 * const product = await openProduct();
 * const [rows, inner, columns] = [16, 16, 16];
 * const packed = new Float64Array(inner * columns).fill(2);
 * const out = new Float64Array(rows * columns);
 * product(new Float64Array(rows * inner).fill(3), 0, inner, 1, packed, rows, inner, columns, out, 0);
 * out[255] // 96
 */
export async function openProduct(): Promise<Multiply> {
  const { exports } = new WebAssembly.Instance(await compileText(base64));
  const kernel = exports as unknown as ProductKernel;
  let cells = new Float64Array(kernel.memory.buffer);
  return (...about) => {
    const [left, leftOffset, leftRow, leftColumn, packed, rows, inner, columns, out, outOffset] = about;
    if (rows * inner * columns < LEAST_WORK) return multiply(...about);
    const leftLength = (rows - 1) * leftRow + (inner - 1) * leftColumn + 1;
    const leftAt = packedLength(inner, columns);
    const outAt = leftAt + leftLength + 3 * leftRow;
    const missing = outAt + (rows + 3) * columns + 3 - cells.length;
    if (missing > 0) {
      try {
        kernel.memory.grow(Math.ceil(missing / PAGE_CELLS));
      } catch {
        return multiply(...about);
      }
      cells = new Float64Array(kernel.memory.buffer);
    }
    cells.set(packed.subarray(0, leftAt));
    cells.set(left.subarray(leftOffset, leftOffset + leftLength), leftAt);
    kernel.multiply(8 * leftAt, 8 * leftRow, 8 * leftColumn, 0, rows, inner, columns, 8 * outAt);
    out.set(cells.subarray(outAt, outAt + rows * columns), outOffset);
  };
}
