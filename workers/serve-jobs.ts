import { transfer } from 'comlink';
import { type JobHost, reachHost } from '../src/bridge/host.ts';
import type { JobService, JobTypes } from '../src/bridge/jobs.ts';
import { buffersIn } from '../src/bridge/transferables.ts';
import { type Outcome, settle } from '../src/core/outcome.ts';
import type { JobWatch } from '../src/core/progress.ts';
import { namingMemory } from './out-of-memory.ts';

/**
 * The worker's side of its jobs: each has a signal that `cancel` aborts, and a host that it may ask while it runs.
 * Results are moved, not copied, and come after the last report was heard.
 */
export function serveJobs<Jobs extends JobTypes<Jobs>, Host extends JobHost = JobHost>(
  run: <K extends keyof Jobs>(
    kind: K,
    request: Jobs[K]['request'],
    watch: JobWatch,
    host: Host,
  ) => Promise<Jobs[K]['result']>,
): JobService<Jobs, Host> {
  const running = new Map<number, AbortController>();
  return {
    async start(jobId, kind, request, port) {
      const controller = new AbortController();
      running.set(jobId, controller);
      const host = reachHost(port);
      let heard: Promise<unknown> = Promise.resolve();
      const watch: JobWatch = {
        signal: controller.signal,
        report: (progress) => void (heard = Promise.resolve(host.report(progress))),
      };
      const outcome = await settle(() => namingMemory(() => run(kind, request, watch, host)));
      // A watcher that throws does so on its own side: it is no reason for the job to fail.
      await Promise.allSettled([heard]);
      running.delete(jobId);
      port.close();
      return transfer(outcome as Outcome<never>, buffersIn(outcome));
    },
    cancel(jobId) {
      running.get(jobId)?.abort();
    },
  };
}
