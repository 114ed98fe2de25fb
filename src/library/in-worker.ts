import { openClient } from '../bridge/client.ts';
import { throwIfCancelled } from '../core/errors.ts';
import type { Workspace } from '../workspace/api.ts';
import { Perennial } from './perennial.ts';

export interface WorkerOptions {
  /** Of the IndexedDB database: `perennial` by default. Whoever opens the same one sees the same projects. */
  readonly name?: string;
  /**
   * Starts the workspace worker as a module, under the name that it is handed. Left out: from the file beside this one;
   * yours, where a bundler or a content security policy wants its file elsewhere.
   */
  readonly startWorker?: (name: string) => Worker;
}

/**
 * Opens the same house in a worker of its own, which starts another one for whatever takes long; TensorFlow.js is loaded
 * there once a network is trained on it. A worker can be lost, and is started again then: so projects rest in IndexedDB.
 */
export function openPerennialInWorker({
  name = 'perennial',
  startWorker = startBeside,
}: WorkerOptions = {}): Perennial {
  let worker: Worker | undefined;
  const client = openClient(() => (worker = startWorker(name)));
  const workspace: Workspace = {
    ...client,
    async run(kind, request, watch) {
      const { signal } = watch;
      throwIfCancelled(signal);
      const job = client.start(kind, request, (progress) => watch.report(progress));
      const cancel = () => job.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      return job.result.finally(() => signal.removeEventListener('abort', cancel));
    },
  };
  return new Perennial(workspace, async () => {
    worker?.terminate();
  });
}

const startBeside = (name: string) =>
  new Worker(new URL('../../workers/workspace/worker.ts', import.meta.url), { type: 'module', name });
