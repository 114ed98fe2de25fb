import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { bareEngine } from '../../../src/compute/reference/bare-engine.ts';
import { openProduct } from '../../../src/compute/wasm/product.ts';
import type { DenseShape, DenseTraining } from '../../../src/core/dense.ts';
import { Random } from '../../../src/core/random.ts';
import { forward, initialState, plainAdam } from '../../../src/math/dense.ts';
import { multiply, pack, packedLength, type Multiply } from '../../../src/math/dense-multiply.ts';

const rich: DenseShape = {
  ...{ inputs: 9, hidden: [33, 18], outputs: 5, activation: 'gelu', loss: 'softmax', layerNorm: true },
  embeddings: [{ input: 2, categories: 7, width: 3 }],
};
const shapes: readonly DenseShape[] = [
  { inputs: 300, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' },
  { inputs: 32, hidden: [64, 64], outputs: 10, activation: 'relu', loss: 'softmax' },
  { inputs: 20, hidden: [30], outputs: 1, activation: 'tanh', loss: 'sigmoid' },
  rich,
];

/** Rows whose embedded inputs are indexes, and labels that the loss allows. */
function dataFor(shape: DenseShape, rows: number, random: Random) {
  const x = Float32Array.from({ length: rows * shape.inputs }, () => random.normal());
  for (const { input, categories } of shape.embeddings ?? [])
    for (let at = input; at < x.length; at += shape.inputs) x[at] = random.below(categories);
  const classes = shape.loss === 'softmax' ? shape.outputs : 2;
  return { x, y: Float32Array.from({ length: rows }, () => random.below(classes)), weights: null };
}

function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** How often the kernel itself was asked. */
function countedKernel(): { calls: number } {
  const counted = { calls: 0 };
  const Instance = WebAssembly.Instance;
  vi.spyOn(WebAssembly, 'Instance').mockImplementation(function (module, imports) {
    const { memory, multiply } = new Instance(module, imports).exports as {
      memory: WebAssembly.Memory;
      multiply: (...about: unknown[]) => void;
    };
    const kernel = (...about: unknown[]) => {
      counted.calls += 1;
      multiply(...about);
    };
    return { exports: { memory, multiply: kernel } };
  });
  return counted;
}

/** Products in wasm are those of plain TypeScript to the last bit, and so is all that is computed with them. */
export function checkProduct(): void {
  afterEach(() => vi.restoreAllMocks());

  test('a product has the same bytes, with either side transposed, and writes nothing else', async () => {
    const counted = countedKernel();
    const product = await openProduct();
    const random = new Random(1);
    const size = fc.integer({ min: 1, max: 40 });
    const special = fc.constantFrom(1, 0, -0, NaN, Infinity, 1e308, 5e-324);
    fc.assert(
      fc.property(size, size, size, fc.boolean(), special, (rows, inner, columns, turn, one) => {
        const cells = (length: number) => Float64Array.from({ length }, () => random.normal());
        const left = cells(2 + rows * inner);
        left[2 + random.below(rows * inner)] = one;
        const packed = new Float64Array(packedLength(inner, columns));
        pack(cells(inner * columns), 0, columns, 1, inner, columns, packed);
        const [leftRow, leftColumn] = turn ? [1, rows] : [inner, 1];
        const [ours, expected] = [product, multiply].map((each: Multiply) => {
          const out = new Float64Array(3 + rows * columns + 40).fill(-1);
          each(left, 2, leftRow, leftColumn, packed, rows, inner, columns, out, 3);
          return out;
        });
        expect(ours).toEqual(expected);
      }),
    );
    expect(counted.calls).toBeGreaterThan(10);
  });

  for (const shape of shapes)
    for (const rows of [1, 5, 130])
      test(`${rows} rows through ${shape.inputs}-${shape.hidden.join('-')}-${shape.outputs} have the same bytes`, async () => {
        const counted = countedKernel();
        const product = await openProduct();
        const random = new Random(rows);
        const { parameters } = initialState(shape, random);
        for (let i = 0; i < parameters.length; i++) parameters[i]! += 0.1 * random.normal();
        const { x } = dataFor(shape, rows, random);
        const [ours, expected] = [product, multiply].map((each) =>
          bytesOf(forward(shape, parameters, x, rows, each)),
        );
        expect(ours).toEqual(expected);
        // Of a single row only wide layers are worth it.
        expect(counted.calls > 0).toBe(rows > 1 || shape.hidden.includes(64));
      });

  test('a network that learns with it comes to the same bytes', async () => {
    const product = await openProduct();
    const random = new Random(3);
    const data = dataFor(rich, 100, random);
    const training: DenseTraining = { ...plainAdam, weightDecay: 0.1, dropout: { share: 0.2, seed: 4 } };
    const start = initialState(rich, random);
    const rows = Uint32Array.from(data.y.keys());
    const [ours, expected] = await Promise.all(
      [product, multiply].map(async (each) => {
        const session = await bareEngine(null, each).open(rich, training, data, start);
        const losses = [await session.train(rows, 32, 0.01), await session.train(rows, 17, 0.01)];
        return { losses, ...(await session.state()) };
      }),
    );
    expect(ours).toEqual(expected);
    expect(bytesOf(ours!.parameters)).toEqual(bytesOf(expected!.parameters));
  });

  test('where the memory does not grow, plain TypeScript computes', async () => {
    const counted = countedKernel();
    const product = await openProduct();
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('no memory is left');
    });
    const [rows, inner, columns] = [64, 64, 64];
    const packed = new Float64Array(packedLength(inner, columns)).fill(2);
    const out = new Float64Array(rows * columns);
    product(new Float64Array(rows * inner).fill(3), 0, inner, 1, packed, rows, inner, columns, out, 0);
    expect(new Set(out)).toEqual(new Set([384]));
    expect(counted.calls).toBe(0);
  });

  test('it is refused where wasm is', async () => {
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('refused by the policy'));
    await expect(openProduct()).rejects.toThrow('refused by the policy');
  });
}
