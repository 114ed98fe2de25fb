import frailCompute from './frail-compute.worker.ts?worker&url';

// Loaded before the app's workspace worker: the compute workers that it starts are frail ones.
globalThis.Worker = class extends Worker {
  constructor(_url: string | URL, options?: WorkerOptions) {
    super(frailCompute, options);
  }
};
