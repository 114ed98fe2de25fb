import { expect, test } from 'vitest';
import { openWasmForward } from '../../../src/compute/wasm/forward.ts';
import { forward, initialState } from '../../../src/math/dense.ts';
import type { DenseShape } from '../../../src/core/dense.ts';
import { Random } from '../../../src/core/random.ts';

const shapes: readonly DenseShape[] = [
  { inputs: 1, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' },
  { inputs: 1025, hidden: [3], outputs: 2, activation: 'tanh', loss: 'softmax' },
  { inputs: 32, hidden: [64, 64], outputs: 10, activation: 'relu', loss: 'softmax' },
  {
    ...{ inputs: 5, hidden: [33], outputs: 3, activation: 'gelu', loss: 'softmax', layerNorm: true },
    embeddings: [{ input: 2, categories: 7, width: 9 }],
  },
];

/** Raw outputs in wasm are those of plain TypeScript, for rows that fill no block and for blocks on end. */
export function checkForward(): void {
  for (const shape of shapes)
    for (const rows of [0, 1, 255, 600])
      test(`${rows} rows through ${shape.inputs}-${shape.hidden.join('-')}-${shape.outputs}`, async () => {
        const random = new Random(rows);
        const parameters = initialState(shape, random).parameters.map(
          (value) => value + 0.1 * random.normal(),
        );
        const x = Float32Array.from({ length: rows * shape.inputs }, () => random.normal());
        for (const { input, categories } of shape.embeddings ?? [])
          for (let at = input; at < x.length; at += shape.inputs) x[at] = random.below(categories);
        const predict = await openWasmForward();
        expect(predict).not.toBe(forward);
        const [ours, expected] = [predict, forward].map((each) => each(shape, parameters, x, rows));
        expect(ours!.length).toBe(rows * shape.outputs);
        ours!.forEach((value, i) => expect(Math.abs(value - expected![i]!)).toBeLessThan(1e-4));
        expect(predict(shape, parameters, x, rows)).toEqual(ours);
      });
}
