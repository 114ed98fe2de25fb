import type {
  PlayContract,
  PlayJobs,
  PlayOpening,
  PlayRequest,
  PlayStep,
} from '../../workers/play/contract.ts';
import type { Progress } from '../core/progress.ts';
import type { RouteResult } from '../seal/routes.ts';
import type { JobHost } from './host.ts';
import { runJob } from './jobs.ts';
import { WorkerPort } from './worker-port.ts';

/** The page's side of the play worker, which is started when something is first played. */
export interface PlayClient {
  /** Begins a play, and ends the one before. Rejects as `Play.open` does, and with `worker-died`. */
  open(request: PlayRequest, report: (progress: Progress) => void, signal: AbortSignal): Promise<PlayOpening>;
  /** The next batch; null once all rows have been played. */
  next(signal: AbortSignal): Promise<PlayStep | null>;
  /** Tries every route out of this worker, and ends it: with it what is played. */
  selfTest(home: string): Promise<readonly RouteResult[]>;
  /** Ends the worker, with all that it holds; the next play starts another one. */
  end(): void;
}

/** `startWorker` starts the play worker: whoever wires the page names its URL. */
export function openPlayClient(startWorker: () => Worker): PlayClient {
  const port = new WorkerPort<PlayContract>('the worker that plays', startWorker);
  return {
    open: (request, report, signal) =>
      runJob<PlayJobs, 'open', JobHost>(port, 'open', request, { report }, signal),
    next: (signal) =>
      runJob<PlayJobs, 'next', JobHost>(port, 'next', null, { report: () => undefined }, signal),
    async selfTest(home) {
      try {
        return await port.call((remote) => remote.selfTest(home));
      } finally {
        port.end('its ways out have been tried');
      }
    },
    end: () => port.end('nothing is played any more'),
  };
}
