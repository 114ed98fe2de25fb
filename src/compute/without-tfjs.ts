import { engineChooser } from './choose.ts';
import { openWasmEngine } from './wasm/engine.ts';
import { webgpuAdapter } from './webgpu-adapter.ts';

/** Chooses among the engines that need no TensorFlow.js: those of the library and of what is played. */
export const chooseWithoutTfjs = engineChooser({
  webgpuAdapter,
  openWasm: openWasmEngine,
  openWebgpu: async () => (await import('./webgpu/engine.ts')).openWebgpuEngine(),
  openTfjs: () => Promise.reject(new Error('there is no TensorFlow.js in this thread')),
});
