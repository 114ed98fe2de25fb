import { transfer } from 'comlink';
import type { JobContract } from '../src/bridge/jobs.ts';
import { type Outcome, settle } from '../src/core/outcome.ts';
import type { JobContext } from '../src/core/progress.ts';
import { buffersIn } from './transferables.ts';

/** The worker's side of its jobs: each has a signal that `cancel` aborts; results are moved, not copied. */
export function serveJobs<Jobs extends { [K in keyof Jobs]: { request: unknown; result: unknown } }>(
  run: <K extends keyof Jobs>(
    kind: K,
    request: Jobs[K]['request'],
    context: JobContext,
  ) => Promise<Jobs[K]['result']>,
): JobContract<Jobs> {
  const running = new Map<number, AbortController>();
  return {
    async start(jobId, kind, request, onProgress) {
      const controller = new AbortController();
      running.set(jobId, controller);
      const outcome = await settle(() =>
        run(kind, request, { signal: controller.signal, report: onProgress }),
      );
      running.delete(jobId);
      return transfer(outcome as Outcome<never>, buffersIn(outcome));
    },
    cancel(jobId) {
      running.get(jobId)?.abort();
    },
  };
}
