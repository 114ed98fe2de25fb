import type { DenseForward, DenseShape } from '../../core/dense.ts';
import { forward, parameterCount } from '../../math/dense.ts';
import { compileKernels, describeNetwork, kernelBuild, startKernels, type Kernels } from './module.ts';

/** Rows that go through all layers at once, so that they stay in the processor's cache. */
const BLOCK = 256;

/** One network in an instance of its own, asked again as long as the shape stays. */
interface Placed {
  readonly key: string;
  readonly kernels: Kernels;
}

/**
 * Predicts in WebAssembly, or in plain TypeScript where wasm cannot run.
 *
 * @example
 * const forward = await openWasmForward();
 * const shape: DenseShape = { inputs: 2, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' };
 * forward(shape, Float32Array.of(2, 3, 1), Float32Array.of(1, 1, 0, 5), 2) // Float32Array [6, 16]
 */
export async function openWasmForward(): Promise<DenseForward> {
  let module: WebAssembly.Module;
  try {
    module = await compileKernels(kernelBuild());
  } catch {
    return forward;
  }
  let placed: Placed | null = null;
  return (shape, parameters, x, rows) => {
    const { inputs, outputs } = shape;
    const key = JSON.stringify(shape);
    if (placed?.key !== key) placed = { key, kernels: place(module, shape) };
    const { kernels } = placed;
    const floats = (at: number, length: number) => new Float32Array(kernels.memory.buffer, at >>> 0, length);
    floats(kernels.flatAt(), parameterCount(shape)).set(parameters);
    kernels.takeFlat(0);
    const results = new Float32Array(rows * outputs);
    for (let from = 0; from < rows; from += BLOCK) {
      const count = Math.min(BLOCK, rows - from);
      floats(kernels.xAt(), count * inputs).set(x.subarray(from * inputs, (from + count) * inputs));
      results.set(floats(kernels.predict(count), count * outputs), from * outputs);
    }
    return results;
  };
}

function place(module: WebAssembly.Module, shape: DenseShape): Kernels {
  const kernels = startKernels(module);
  describeNetwork(kernels, shape);
  kernels.place(BLOCK, false, false, false);
  kernels.reserve(BLOCK, BLOCK * (1 + shape.outputs));
  return kernels;
}
