import { transfer } from 'comlink';
import { cancelled, PerennialError, throwIfCancelled } from '../core/errors.ts';
import { type Outcome, unwrap } from '../core/outcome.ts';
import { type JobHost, type PortTo, offerHost } from './host.ts';
import type { Living, WorkerPort } from './worker-port.ts';

/** What each kind of job is asked, and what comes back. */
export type JobTypes<Jobs> = {
  readonly [K in keyof Jobs]: { readonly request: unknown; readonly result: unknown };
};

/** What every worker that runs jobs offers. */
export interface JobService<Jobs extends JobTypes<Jobs>, Host extends JobHost = JobHost> {
  start<K extends keyof Jobs>(
    jobId: number,
    kind: K,
    request: Jobs[K]['request'],
    host: PortTo<Host>,
  ): Promise<Outcome<Jobs[K]['result']>>;
  cancel(jobId: number): void;
}

export type JobContract<Jobs extends JobTypes<Jobs>, Host extends JobHost = JobHost> = JobService<
  Jobs,
  Host
> &
  Living;

export interface RunOptions {
  /**
   * How long a cancelled job may take to stop, in ms, before its worker is ended with all that runs in it. Without it
   * the worker is left to stop when it can.
   */
  readonly graceMs?: number;
}

/**
 * Runs one job on a worker: while it runs the host answers it, and an aborted signal cancels it there. Once this has
 * settled the host is asked nothing more.
 *
 * Throws what the job threw, with its code; unless the job had been cancelled, `worker-died` when the worker is gone and
 * `worker-ended` when it was ended for the sake of a job beside it.
 */
export async function runJob<Jobs extends JobTypes<Jobs>, K extends keyof Jobs, Host extends JobHost>(
  port: WorkerPort<JobContract<Jobs, Host>>,
  kind: K,
  request: Jobs[K]['request'],
  host: Host,
  signal: AbortSignal,
  { graceMs }: RunOptions = {},
): Promise<Jobs[K]['result']> {
  throwIfCancelled(signal);
  const jobId = nextJobId();
  const offered = offerHost(host);
  const settled = new AbortController();
  try {
    const outcome = await new Promise<Outcome<Jobs[K]['result']>>((resolve, reject) => {
      // A worker that is only starting has nothing to stop.
      let stop = () => reject(cancelled());
      signal.addEventListener('abort', () => stop(), { once: true, signal: settled.signal });
      const begun = port.call(async (remote, end) => {
        throwIfCancelled(signal);
        stop = () => {
          void remote.cancel(jobId);
          if (graceMs !== undefined)
            setTimeout(() => {
              if (!settled.signal.aborted)
                end('a job beside this one was cancelled and did not stop', 'worker-ended');
            }, graceMs);
        };
        const start = remote.start as JobService<Jobs, Host>['start'];
        return start(jobId, kind, request, transfer(offered.port, [offered.port]));
      });
      begun.then(resolve, reject);
    });
    return unwrap(outcome);
  } catch (error) {
    if (error instanceof PerennialError && error.code.startsWith('worker-')) throwIfCancelled(signal);
    throw error;
  } finally {
    settled.abort();
    offered.close();
  }
}

let lastJobId = 0;
function nextJobId(): number {
  lastJobId += 1;
  return lastJobId;
}
