import { WorkerPort } from '../../src/bridge/worker-port.ts';
import type { ComputeContract } from '../../workers/compute/contract.ts';
import { serveCompute } from '../../workers/compute/serve-compute.ts';
import { serve } from '../../workers/serve.ts';
import { computeOver } from '../../workers/workspace/compute-over.ts';
import type { TrialJobs } from './compute-jobs.worker.ts';

// Between the page and the compute worker, as the workspace worker is: whatever a job asks crosses both borders.
const compute = computeOver<TrialJobs>(
  new WorkerPort<ComputeContract<TrialJobs>>(
    'the compute worker',
    () => new Worker(new URL('./compute-jobs.worker.ts', import.meta.url), { type: 'module' }),
  ),
);

serve(serveCompute<TrialJobs>((kind, request, context) => compute.run(kind, request, context), 0));
