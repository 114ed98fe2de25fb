import type { ChooseEngine } from '../../core/dense.ts';
import type { JobContext } from '../../core/progress.ts';
import type { ComputeJobs, ComputeKind } from '../compute.ts';

/** What jobs are handed besides their request. */
export interface JobParts {
  readonly chooseEngine: ChooseEngine;
}

export type ComputeJob<K extends ComputeKind> = (
  request: ComputeJobs[K]['request'],
  context: JobContext,
  parts: JobParts,
) => Promise<ComputeJobs[K]['result']>;
