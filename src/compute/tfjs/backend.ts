import { env, findBackend, setBackend } from '@tensorflow/tfjs-core';
import { PerennialError } from '../../core/errors.ts';
import { LiveBackend, type TfjsBackend } from './live-backend.ts';

const started = new Map<TfjsBackend, LiveBackend>();

/** Loads a backend's code and starts it, unless it runs already. Throws `engine` where it cannot run here. */
export async function startBackend(name: TfjsBackend): Promise<LiveBackend> {
  try {
    await loaders[name]();
    if (!(await setBackend(name))) throw new Error(`the backend "${name}" did not start`);
  } catch (cause) {
    throw new PerennialError(
      'engine',
      `TensorFlow.js cannot run on ${name} here; choose another engine, or "auto"`,
      { stage: 'compute', cause },
    );
  }
  const known = started.get(name);
  if (known && !known.isLost) return known;
  const backend = new LiveBackend(name, findBackend(name));
  started.set(name, backend);
  return backend;
}

const loaders: Record<TfjsBackend, () => Promise<unknown>> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  async wasm() {
    const [{ setWasmPaths }, simd, plain] = await Promise.all([
      import('@tensorflow/tfjs-backend-wasm'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    ]);
    // The threaded build hangs under our content security policy: it calls importScripts on a blob.
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plain.default,
      'tfjs-backend-wasm-simd.wasm': simd.default,
      'tfjs-backend-wasm-threaded-simd.wasm': simd.default,
    });
  },
};
