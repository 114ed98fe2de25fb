import type { ChooseEngine } from '../../core/dense.ts';
import type { ComputeContext, ComputeJobs, ComputeKind } from '../compute.ts';

/** What jobs are handed besides their request. */
export interface JobParts {
  readonly chooseEngine: ChooseEngine;
}

export type ComputeJob<K extends ComputeKind> = (
  request: ComputeJobs[K]['request'],
  context: ComputeContext,
  parts: JobParts,
) => Promise<ComputeJobs[K]['result']>;
