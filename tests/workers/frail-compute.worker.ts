import { chooseTrees } from '../../src/compute/choose-trees.ts';
import { engineChooser } from '../../src/compute/choose.ts';
import { openWasmEngine } from '../../src/compute/wasm/engine.ts';
import { openWasmForward } from '../../src/compute/wasm/forward.ts';
import { webgpuAdapter } from '../../src/compute/webgpu-adapter.ts';
import type { ComputeContext, ComputeJobs } from '../../src/workspace/compute.ts';
import { runComputeJob } from '../../src/workspace/jobs/run.ts';
import { serveCompute } from '../../workers/compute/serve-compute.ts';
import { serve } from '../../workers/serve.ts';
import { type Accident, ACCIDENTS } from './accidents.ts';

// The app's compute worker, to which an accident happens when its test says so: each job asks for its own before it begins.

const devices: GPUDevice[] = [];
const requestDevice = Reflect.get<GPUAdapter, 'requestDevice'>(GPUAdapter.prototype, 'requestDevice');
GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
  const device = await requestDevice.call(this, descriptor);
  devices.push(device);
  return device;
};

const chooseEngine = engineChooser({
  webgpuAdapter,
  openWasm: openWasmEngine,
  openWebgpu: async () => (await import('../../src/compute/webgpu/engine.ts')).openWebgpuEngine(),
  openTfjs: async (backend) => (await import('../../src/compute/tfjs/engine.ts')).openTfjsEngine(backend),
});

const channel = new BroadcastChannel(ACCIDENTS);

function nextAccident(job: string): Promise<Accident | null> {
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => resolve(data as Accident | null);
    channel.postMessage(job);
  });
}

function strikingAt(accident: Accident | null, context: ComputeContext): ComputeContext {
  if (!accident) return context;
  const { checkpoints } = context;
  let offers = 0;
  return {
    ...context,
    checkpoints: {
      last: checkpoints.last,
      async offer(take) {
        offers += 1;
        if (offers === accident.atOffer) await strike(accident);
        return checkpoints.offer(take);
      },
    },
  };
}

async function strike({ what }: Accident): Promise<void> {
  switch (what) {
    case 'the worker dies':
      self.close();
      return new Promise(() => undefined);
    case 'the memory is full':
      throw new RangeError('Array buffer allocation failed');
    case 'the device is lost':
      devices.at(-1)!.destroy();
      await devices.at(-1)!.lost;
  }
}

/** So that a checkpoint is kept whenever one is offered. */
const CHECKPOINT_MS = 0;

serve(
  serveCompute<ComputeJobs>(async (kind, request, context) => {
    const accident = await nextAccident(kind);
    return runComputeJob(kind, request, strikingAt(accident, context), {
      chooseEngine,
      openForward: openWasmForward,
      chooseTrees,
    });
  }, CHECKPOINT_MS),
);
