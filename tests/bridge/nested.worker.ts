import { type JobContract, runJob } from '../../src/bridge/jobs.ts';
import { WorkerPort } from '../../src/bridge/worker-port.ts';
import { serve } from '../../workers/serve.ts';
import { serveJobs } from '../../workers/serve-jobs.ts';
import type { EchoJobs } from './echo.worker.ts';

// A worker that has the work done by another one, as the workspace worker does.
const inner = new WorkerPort<JobContract<EchoJobs>>(
  'the inner worker',
  () => new Worker(new URL('./echo.worker.ts', import.meta.url), { type: 'module' }),
);
let begun = 0;

serve(
  serveJobs<EchoJobs>(async (kind, request, context) => {
    begun += 1;
    if (kind === 'count') return begun;
    return runJob(inner, kind, request, { report: (progress) => context.report(progress) }, context.signal);
  }),
);
