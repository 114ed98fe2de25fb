import type { Outcome } from '../../src/core/outcome.ts';
import type { Id } from '../../src/core/ids.ts';
import type { RecordKind } from '../../src/core/records.ts';
import type { Jobs, Workspace } from '../../src/workspace/api.ts';
import type { JobService } from '../../src/bridge/jobs.ts';
import type { Living } from '../../src/bridge/worker-port.ts';
import type { RouteResult, SelfTesting } from '../../src/seal/routes.ts';
import type { EngineMeasuring } from '../compute/contract.ts';

export type * from '../../src/workspace/api.ts';

/** What the page may ask and is answered at once. */
export type WorkspaceQuestions = Omit<Workspace, 'run'>;

export type WorkspaceJobs = Jobs;

export interface WorkspaceService extends JobService<Jobs>, EngineMeasuring {
  /** The person has agreed that the store is migrated without a copy, for which there is no room. */
  goOnWithoutBackup(): Promise<Outcome<void>>;
  ask<Q extends keyof WorkspaceQuestions>(
    question: Q,
    args: Parameters<WorkspaceQuestions[Q]>,
  ): Promise<Outcome<Awaited<ReturnType<WorkspaceQuestions[Q]>>>>;
  /** The self-test of the compute worker: it is started for it where it does not run. */
  selfTestCompute(home: string): Promise<Outcome<readonly RouteResult[]>>;
}

/** What a tab tells the others; no data is in it. `tab` is who speaks. */
export type TabNews =
  /** Something was kept of these projects: of any, where none is named. */
  | {
      readonly kind: 'committed';
      readonly tab: string;
      readonly projectIds: readonly Id[];
      readonly records: readonly RecordKind[];
    }
  /** The tab writes to the project from now on, or follows another one that does. */
  | { readonly kind: 'role'; readonly tab: string; readonly projectId: Id; readonly isWriter: boolean }
  /** The tab wants to write to the project: whoever does is asked to write down its work and to stop. */
  | { readonly kind: 'hand-over'; readonly tab: string; readonly projectId: Id }
  /** The tab has stopped for the sake of the one that asked. */
  | { readonly kind: 'handed-over'; readonly tab: string; readonly projectId: Id; readonly to: string };

export type WorkspaceContract = WorkspaceService & Living & SelfTesting;
