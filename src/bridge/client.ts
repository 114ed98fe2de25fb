import type {
  WorkspaceContract,
  WorkspaceJobs,
  WorkspaceQuestions,
} from '../../workers/workspace/contract.ts';
import type { EngineQuestion, EngineTable } from '../core/engine-table.ts';
import { unwrap } from '../core/outcome.ts';
import type { Progress } from '../core/progress.ts';
import type { RouteResult } from '../seal/routes.ts';
import { runJob } from './jobs.ts';
import { WorkerPort } from './worker-port.ts';

/** A job under way: how it ends, and a way to end it. */
export interface RunningJob<K extends keyof WorkspaceJobs> {
  readonly kind: K;
  /** Rejects with a PerennialError; its code is `cancelled` after a cancel. */
  readonly result: Promise<WorkspaceJobs[K]['result']>;
  cancel(): void;
}

/** The page's side of the workspace worker: questions, and jobs that report how far they are. */
export interface Client extends WorkspaceQuestions {
  /** Opens the data after all where there is no room for the copy that is taken before it is migrated (`backup-full`). */
  goOnWithoutBackup(): Promise<void>;
  start<K extends keyof WorkspaceJobs>(
    kind: K,
    request: WorkspaceJobs[K]['request'],
    onProgress: (progress: Progress) => void,
  ): RunningJob<K>;
  /** The engines of this device as they were measured, or measures them. */
  engineTable(question: EngineQuestion): Promise<EngineTable | null>;
  /** Tries every route out of this worker; `home` is the address of the app's folder. */
  selfTest(worker: 'workspace' | 'compute', home: string): Promise<readonly RouteResult[]>;
}

/** `startWorker` starts the workspace worker: whoever wires the page names its URL. */
export function openClient(startWorker: () => Worker): Client {
  const port = new WorkerPort<WorkspaceContract>('the workspace worker', startWorker);

  function ask<Q extends keyof WorkspaceQuestions>(question: Q): WorkspaceQuestions[Q] {
    const call = async (...args: Parameters<WorkspaceQuestions[Q]>) =>
      unwrap(await port.call((remote) => remote.ask(question, args) as ReturnType<WorkspaceContract['ask']>));
    return call as WorkspaceQuestions[Q];
  }

  return {
    catalog: ask('catalog'),
    projects: ask('projects'),
    project: ask('project'),
    attend: ask('attend'),
    takeOver: ask('takeOver'),
    report: ask('report'),
    renameProject: ask('renameProject'),
    cells: ask('cells'),
    suggestTarget: ask('suggestTarget'),
    describeTarget: ask('describeTarget'),
    form: ask('form'),
    predictRow: ask('predictRow'),
    explainRow: ask('explainRow'),
    feedback: ask('feedback'),
    waitingLabels: ask('waitingLabels'),
    setAuditRate: ask('setAuditRate'),
    moveAlias: ask('moveAlias'),
    rollback: ask('rollback'),
    events: ask('events'),
    describeDeletion: ask('describeDeletion'),
    deleteTable: ask('deleteTable'),
    deleteVersion: ask('deleteVersion'),
    deleteProject: ask('deleteProject'),
    setRetention: ask('setRetention'),
    interrupted: ask('interrupted'),
    discardJob: ask('discardJob'),
    storageSpace: ask('storageSpace'),
    eraseEverything: ask('eraseEverything'),
    backup: ask('backup'),
    restoreBackup: ask('restoreBackup'),
    removeBackup: ask('removeBackup'),
    goOnWithoutBackup: async () =>
      unwrap(
        await port.call(
          (remote) => remote.goOnWithoutBackup() as ReturnType<WorkspaceContract['goOnWithoutBackup']>,
        ),
      ),
    start(kind, request, onProgress) {
      const controller = new AbortController();
      return {
        kind,
        result: runJob(port, kind, request, { report: onProgress }, controller.signal),
        cancel: () => controller.abort(),
      };
    },
    engineTable: async (question) =>
      unwrap(
        await port.call(
          (remote) => remote.engineTable(question) as ReturnType<WorkspaceContract['engineTable']>,
        ),
      ),
    async selfTest(worker, home) {
      if (worker === 'compute')
        return unwrap(
          await port.call(
            (remote) => remote.selfTestCompute(home) as ReturnType<WorkspaceContract['selfTestCompute']>,
          ),
        );
      return port.call((remote) => remote.selfTest(home));
    },
  };
}
