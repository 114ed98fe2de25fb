import { type Remote, wrap } from 'comlink';
import { PerennialError } from '../core/errors.ts';

/** A worker that can be missed. */
export interface Living {
  /** The name of a lock that this worker holds as long as it lives, told once it is held. */
  life(): Promise<string>;
}

/** It died by itself, or was ended although nothing was wrong with it. */
type DeathCode = 'worker-died' | 'worker-ended';

interface RunningWorker<Contract> {
  readonly remote: Remote<Contract>;
  /** Resolves once its death would be noticed: before that it is asked nothing. */
  readonly watched: Promise<void>;
  /** How to tell each call under way that the worker is gone. */
  readonly pending: Set<(error: PerennialError) => void>;
  /** Ends this worker, and every call under way in it, for the reason given. Does nothing where it is gone already. */
  readonly end: (reason: string, code?: DeathCode) => void;
}

/**
 * The caller's side of a worker: starts it when it is first needed, notices when it dies, and starts another one for
 * the next call. A call that was under way when the worker died rejects with `worker-died`.
 *
 * A worker that cannot be loaded, or throws, is told of by its error event. However else it dies, the browser lets go
 * of the lock that it held, for which the port stands in line.
 */
export class WorkerPort<Contract extends Living> {
  readonly #start: () => Worker;
  readonly #name: string;
  #running: RunningWorker<Contract> | undefined;

  /** `name` is what a person is told has died: "the compute worker". */
  constructor(name: string, start: () => Worker) {
    this.#name = name;
    this.#start = start;
  }

  /**
   * Asks the worker once it is there. `ask` is also handed a way to end this very worker, whatever else runs in it.
   */
  async call<T>(
    ask: (remote: Remote<Contract>, end: RunningWorker<Contract>['end']) => Promise<T>,
  ): Promise<T> {
    const { remote, watched, pending, end } = (this.#running ??= this.#run());
    let miss: (error: PerennialError) => void;
    const missed = new Promise<never>((_, reject) => pending.add((miss = reject)));
    try {
      return await Promise.race([missed, watched.then(() => ask(remote, end))]);
    } finally {
      pending.delete(miss!);
    }
  }

  /** Ends the worker, where one runs: calls under way reject with `worker-ended`, and the next one starts another. */
  end(reason: string): void {
    this.#running?.end(reason, 'worker-ended');
  }

  #run(): RunningWorker<Contract> {
    const worker = this.#start();
    const remote = wrap<Contract>(worker);
    const pending = new Set<(error: PerennialError) => void>();
    const end = (reason: string, code: DeathCode = 'worker-died') => {
      if (this.#running !== running) return;
      this.#running = undefined;
      worker.terminate();
      const died = new PerennialError(code, `${this.#name} stopped: ${reason}; try again`, {
        stage: 'compute',
      });
      for (const reject of pending) reject(died);
    };
    const lock = (remote as Remote<Living>).life();
    const running = { remote, watched: lock.then(() => undefined), pending, end };
    this.#running = running;
    worker.addEventListener('error', (event) => {
      // Where this is itself a worker, its own caller would take the error for its death as well.
      event.preventDefault();
      end(event.message || 'it could not be loaded, or ran out of memory');
    });
    lock
      .then((name) => navigator.locks.request(name, () => undefined))
      .then(
        () => end('it was ended, or ran out of memory'),
        (error: unknown) => end(`nothing would tell whether it still lives (${String(error)})`),
      );
    return running;
  }
}
