import type { Outcome } from '../../src/core/outcome.ts';
import type { Jobs, Workspace } from '../../src/workspace/api.ts';
import type { JobService } from '../../src/bridge/jobs.ts';
import type { Living } from '../../src/bridge/worker-port.ts';

export type * from '../../src/workspace/api.ts';

/** What the page may ask and is answered at once. */
export type WorkspaceQuestions = Omit<Workspace, 'run'>;

export type WorkspaceJobs = Jobs;

export interface WorkspaceService extends JobService<Jobs> {
  ask<Q extends keyof WorkspaceQuestions>(
    question: Q,
    args: Parameters<WorkspaceQuestions[Q]>,
  ): Promise<Outcome<Awaited<ReturnType<WorkspaceQuestions[Q]>>>>;
}

export type WorkspaceContract = WorkspaceService & Living;
