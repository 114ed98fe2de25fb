import type { Progress } from '../core/progress.ts';
import type { WorkspaceQuestions, WorkspaceJobs } from '../../workers/workspace/contract.ts';

/** A job under way: how it ends, and a way to end it. */
export interface RunningJob<K extends keyof WorkspaceJobs> {
  readonly kind: K;
  /** Rejects with a PerennialError; its code is `cancelled` after a cancel. */
  readonly result: Promise<WorkspaceJobs[K]['result']>;
  cancel(): void;
}

/** The page's side of the workspace worker: questions, and jobs that report how far they are. */
export interface Client extends WorkspaceQuestions {
  start<K extends keyof WorkspaceJobs>(
    kind: K,
    request: WorkspaceJobs[K]['request'],
    onProgress: (progress: Progress) => void,
  ): RunningJob<K>;
}
