import '../../src/seal/first.ts';
import { help } from '../../src/compute/wasm/module.ts';
import type { HelpCall } from '../../src/compute/wasm/helper-record.ts';

// The second thread of the wasm engines, over the compute worker's memory: it computes panels of large products, or parts of histograms.
addEventListener('message', ({ data: { module, memory, record, cells } }: MessageEvent<HelpCall>) =>
  help(module, memory, record, cells),
);
