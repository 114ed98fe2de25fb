import type { JobContract } from '../../src/bridge/jobs.ts';
import type { ComputeJobs } from '../../src/workspace/compute.ts';

export type ComputeContract = JobContract<ComputeJobs>;
