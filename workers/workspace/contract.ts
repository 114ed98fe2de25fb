import type { Jobs, Workspace } from '../../src/workspace/api.ts';

export type * from '../../src/workspace/api.ts';

/** What the page may ask and is answered at once. */
export type WorkspaceQuestions = Omit<Workspace, 'run'>;

export type WorkspaceJobs = Jobs;
