import eagerCompute from './eager-compute.worker.ts?worker&url';

// Loaded before the app's workspace worker: the compute workers that it starts can be ended from outside, as a crash would
// end them, and write a checkpoint far more often than they usually do.
const started: Worker[] = [];

globalThis.Worker = class extends Worker {
  constructor(_url: string | URL, options?: WorkerOptions) {
    super(eagerCompute, options);
    started.push(this);
  }
};

new BroadcastChannel('end-compute').onmessage = () => {
  for (const worker of started.splice(0)) worker.terminate();
};
