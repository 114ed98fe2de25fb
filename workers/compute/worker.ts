import { treeChooser } from '../../src/compute/choose-trees.ts';
import '../../src/seal/first.ts';
import { engineChooser, type EngineHost } from '../../src/compute/choose.ts';
import { engineCandidates } from '../../src/compute/probe/candidates.ts';
import { MeasuredEngines } from '../../src/compute/probe/measured-engines.ts';
import { enginePlace } from '../../src/compute/probe/place.ts';
import { openWasmEngine } from '../../src/compute/wasm/engine.ts';
import { openWasmForward } from '../../src/compute/wasm/forward.ts';
import { openTreeThreads } from '../../src/compute/wasm/tree-threads.ts';
import { webgpuAdapter } from '../../src/compute/webgpu-adapter.ts';
import { settle } from '../../src/core/outcome.ts';
import { openEngineStore } from '../../src/store/engine-store.ts';
import { ENGINE_DATABASE } from '../../src/core/engine-table.ts';
import type { ComputeJobs } from '../../src/workspace/compute.ts';
import { runComputeJob } from '../../src/workspace/jobs/run.ts';
import { serve } from '../serve.ts';
import type { EngineMeasuring } from './contract.ts';
import { serveCompute } from './serve-compute.ts';

const startSecondThread = () =>
  new Worker(new URL('./second-thread.ts', import.meta.url), { type: 'module', name: 'compute' });

// Everything over 8 ms runs here. TensorFlow.js is loaded only when a model is trained on it.
const host: EngineHost = {
  webgpuAdapter,
  openWasm: () => openWasmEngine(undefined, crossOriginIsolated ? startSecondThread : null),
  openWebgpu: async () => (await import('../../src/compute/webgpu/engine.ts')).openWebgpuEngine(),
  openTfjs: async (backend) => (await import('../../src/compute/tfjs/engine.ts')).openTfjsEngine(backend),
};
const engines = new MeasuredEngines(openEngineStore(ENGINE_DATABASE), enginePlace, () =>
  engineCandidates(host),
);
const chooseTrees = treeChooser(crossOriginIsolated ? () => openTreeThreads(startSecondThread) : null);
const chooseEngine = engineChooser(host, () => engines.forTraining());

const jobs = serveCompute<ComputeJobs>((kind, request, context) =>
  runComputeJob(kind, request, context, { chooseEngine, openForward: openWasmForward, chooseTrees }),
);

serve({ ...jobs, engineTable: (question) => settle(() => engines.ask(question)) } satisfies EngineMeasuring);
