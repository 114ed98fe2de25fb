import type { Outcome } from '../../src/core/outcome.ts';
import type { Jobs, Workspace } from '../../src/workspace/api.ts';
import type { JobContract } from '../../src/bridge/jobs.ts';

export type * from '../../src/workspace/api.ts';

/** What the page may ask and is answered at once. */
export type WorkspaceQuestions = Omit<Workspace, 'run'>;

export type WorkspaceJobs = Jobs;

export interface WorkspaceContract extends JobContract<Jobs> {
  ask<Q extends keyof WorkspaceQuestions>(
    question: Q,
    args: Parameters<WorkspaceQuestions[Q]>,
  ): Promise<Outcome<Awaited<ReturnType<WorkspaceQuestions[Q]>>>>;
}
