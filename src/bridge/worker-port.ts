import { type Remote, releaseProxy, wrap } from 'comlink';
import { PerennialError } from '../core/errors.ts';

interface RunningWorker<Contract> {
  readonly remote: Remote<Contract>;
  /** How to tell each call under way that the worker is gone. */
  readonly pending: Set<(error: PerennialError) => void>;
}

/**
 * The caller's side of a worker: starts it when it is first needed, notices when it dies, and starts another one for
 * the next call. A call that was under way when the worker died rejects with `worker-died`.
 */
export class WorkerPort<Contract> {
  readonly #start: () => Worker;
  readonly #name: string;
  #running: RunningWorker<Contract> | undefined;

  /** `name` is what a person is told has died: "the compute worker". */
  constructor(name: string, start: () => Worker) {
    this.#name = name;
    this.#start = start;
  }

  async call<T>(ask: (remote: Remote<Contract>) => Promise<T>): Promise<T> {
    this.#running ??= this.#run();
    const { remote, pending } = this.#running;
    return new Promise<T>((resolve, reject) => {
      pending.add(reject);
      ask(remote)
        .then(resolve, reject)
        .finally(() => pending.delete(reject));
    });
  }

  #run(): RunningWorker<Contract> {
    const worker = this.#start();
    const running = { remote: wrap<Contract>(worker), pending: new Set<(error: PerennialError) => void>() };
    worker.addEventListener('error', (event) => {
      // Where this is itself a worker, its own caller would take the error for its death as well.
      event.preventDefault();
      if (this.#running === running) this.#running = undefined;
      worker.terminate();
      running.remote[releaseProxy]();
      const reason = event.message || 'it could not be loaded, or ran out of memory';
      const died = new PerennialError('worker-died', `${this.#name} stopped: ${reason}; try again`, {
        stage: 'compute',
      });
      for (const reject of running.pending) reject(died);
    });
    return running;
  }
}
