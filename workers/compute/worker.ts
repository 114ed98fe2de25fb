import '../../src/seal/first.ts';
import { engineChooser } from '../../src/compute/choose.ts';
import { openWasmEngine } from '../../src/compute/wasm/engine.ts';
import { openWasmForward } from '../../src/compute/wasm/forward.ts';
import { webgpuAdapter } from '../../src/compute/webgpu-adapter.ts';
import type { ComputeJobs } from '../../src/workspace/compute.ts';
import { runComputeJob } from '../../src/workspace/jobs/run.ts';
import { serve } from '../serve.ts';
import { serveCompute } from './serve-compute.ts';

// Everything over 8 ms runs here. TensorFlow.js is loaded only when a model is trained on it.
const chooseEngine = engineChooser({
  webgpuAdapter,
  openWasm: openWasmEngine,
  openWebgpu: async () => (await import('../../src/compute/webgpu/engine.ts')).openWebgpuEngine(),
  openTfjs: async (backend) => (await import('../../src/compute/tfjs/engine.ts')).openTfjsEngine(backend),
});

serve(
  serveCompute<ComputeJobs>((kind, request, context) =>
    runComputeJob(kind, request, context, { chooseEngine, openForward: openWasmForward }),
  ),
);
