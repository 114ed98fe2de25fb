import { env, getBackend, setBackend } from '@tensorflow/tfjs-core';
import { PerennialError } from '../../core/errors.ts';

export type TfjsBackend = 'webgpu' | 'wasm' | 'cpu';

/** Loads a backend's code and starts it. Throws `engine` where it cannot run here. */
export async function startBackend(backend: TfjsBackend): Promise<void> {
  try {
    await loaders[backend]();
    if (!(await setBackend(backend))) throw new Error(`the backend "${backend}" did not start`);
  } catch (cause) {
    throw new PerennialError(
      'engine',
      `TensorFlow.js cannot run on ${backend} here; choose another engine, or "auto"`,
      { stage: 'compute', cause },
    );
  }
}

/**
 * Makes a started backend the one that operations run on. The choice is global to TensorFlow.js, and several
 * sessions may be open: whoever calls this must queue its operations before its next await.
 */
export function useBackend(backend: TfjsBackend): void {
  // For a backend that has started, setBackend switches before it returns; its promise says nothing new.
  if (getBackend() !== backend) void setBackend(backend);
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
