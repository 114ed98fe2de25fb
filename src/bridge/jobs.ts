import { proxy } from 'comlink';
import { throwIfCancelled } from '../core/errors.ts';
import { type Outcome, unwrap } from '../core/outcome.ts';
import type { Progress } from '../core/progress.ts';
import type { WorkerPort } from './worker-port.ts';

/** What every worker that runs jobs offers. */
export interface JobContract<Jobs extends JobTypes<Jobs>> {
  start<K extends keyof Jobs>(
    jobId: number,
    kind: K,
    request: Jobs[K]['request'],
    onProgress: (progress: Progress) => void,
  ): Promise<Outcome<Jobs[K]['result']>>;
  cancel(jobId: number): void;
}

type JobTypes<Jobs> = { readonly [K in keyof Jobs]: { readonly request: unknown; readonly result: unknown } };

/** Runs one job on a worker: progress comes back as it goes, and an aborted signal cancels it there. */
export async function runJob<Jobs extends JobTypes<Jobs>, K extends keyof Jobs>(
  port: WorkerPort<JobContract<Jobs>>,
  kind: K,
  request: Jobs[K]['request'],
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Jobs[K]['result']> {
  throwIfCancelled(signal);
  const jobId = nextJobId();
  // Where the worker has died there is nothing left to cancel, and the job itself tells it.
  const cancel = () => void port.call(async (remote) => remote.cancel(jobId)).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const outcome = await port.call(async (remote) => {
      const start = remote.start as JobContract<Jobs>['start'];
      return start(jobId, kind, request, proxy(onProgress));
    });
    return unwrap(outcome);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

let lastJobId = 0;
function nextJobId(): number {
  lastJobId += 1;
  return lastJobId;
}
