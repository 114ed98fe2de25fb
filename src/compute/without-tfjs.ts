import { engineChooser } from './choose.ts';
import { openWasmEngine } from './wasm/engine.ts';

/** Chooses among the engines that need no TensorFlow.js: those of the library and of what is played. */
export const chooseWithoutTfjs = engineChooser({
  webgpuAdapter: async () => 'none',
  openWasm: openWasmEngine,
  openTfjs: () => Promise.reject(new Error('there is no TensorFlow.js in this thread')),
});
