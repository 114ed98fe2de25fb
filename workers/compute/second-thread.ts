import '../../src/seal/first.ts';
import { help } from '../../src/compute/wasm/module.ts';
import type { HelpCall } from '../../src/compute/wasm/second-thread.ts';

// The second thread of the wasm engine: it computes panels of large products over the compute worker's memory.
addEventListener('message', ({ data: { module, memory, record } }: MessageEvent<HelpCall>) =>
  help(module, memory, record),
);
