import { chooseTrees } from '../../src/compute/choose-trees.ts';
import { forward } from '../../src/math/dense.ts';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import type { ComputeJobs } from '../../src/workspace/compute.ts';
import { runComputeJob } from '../../src/workspace/jobs/run.ts';
import { serveCompute } from '../../workers/compute/serve-compute.ts';
import { serve } from '../../workers/serve.ts';

const CHECKPOINT_MS = 10;

serve(
  serveCompute<ComputeJobs>(
    (kind, request, context) =>
      runComputeJob(kind, request, context, {
        chooseEngine: async () => ({ engine: referenceEngine, reason: 'the only one here' }),
        openForward: async () => forward,
        chooseTrees,
      }),
    CHECKPOINT_MS,
  ),
);
