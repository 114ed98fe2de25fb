import { engineChooser } from './choose.ts';

/** Chooses among the engines that need no TensorFlow.js: those of the library, the widget and the command line. */
export const chooseWithoutTfjs = engineChooser({
  webgpuAdapter: async () => 'none',
  openTfjs: () => Promise.reject(new Error('there is no TensorFlow.js in this thread')),
});
