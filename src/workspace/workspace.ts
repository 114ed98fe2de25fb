import type { Id } from '../core/ids.ts';
import { takesTrees } from '../core/grown-trees.ts';
import { type JobWatch, unwatched } from '../core/progress.ts';
import {
  type Attendance,
  type Catalog,
  DEFAULT_FRACTIONS,
  type Deletion,
  type DeletionTarget,
  type JobKind,
  type Jobs,
  type Workspace,
} from './api.ts';
import { moveAlias, rollback } from './aliases.ts';
import { exportModel, exportProject } from './exports.ts';
import { importArchive } from './import-archive.ts';
import { catalog } from './catalog.ts';
import { compareVersions, evaluateFile, inspectVersion } from './evaluations.ts';
import { deleteNow, describeDeletion, projectOf } from './deleting.ts';
import { answeredRows, keepFeedback, waitingLabels } from './feedback.ts';
import { checkFile } from './file-checks.ts';
import { type House, need } from './house.ts';
import { findImportance } from './importance.ts';
import { LastingJobs, type LastingUseCases } from './lasting-jobs.ts';
import { learnOn, learnRows } from './learn-on.ts';
import { explainRow, form, LoadedModels, predictFile, predictRow } from './predictions.ts';
import { cells, projectSummaries, projectView, setAuditRate } from './projects.ts';
import { Recurrence } from './recurrence.ts';
import { setRetention } from './retention.ts';
import { restoreBackup } from './restore-backup.ts';
import { rowsRequest } from './rows-request.ts';
import { makeSite } from './sites.ts';
import { storageSpace } from './storage-space.ts';
import { generateSample, importFile, renameProject, retypeColumn } from './tables.ts';
import { describeTarget, suggestTarget } from './targets.ts';
import { train } from './train.ts';
import { exportTrees, importTrees, lookAtTrees } from './tree-files.ts';
import { Turns } from './turns.ts';
import { projectOfJob, projectWritten, writing } from './writing.ts';

type UseCase<K extends JobKind> = (
  house: House,
  request: Jobs[K]['request'],
  watch: JobWatch,
) => Promise<Jobs[K]['result']>;

const lastingUseCases = (turns: Turns): LastingUseCases => ({
  import: importFile,
  train: turns.inTurn(train),
  'learn-on': turns.inTurn(learnOn),
  'learn-rows': turns.inTurn(learnRows),
});

const useCases = (lasting: LastingJobs, turns: Turns): { readonly [K in JobKind]: UseCase<K> } => ({
  import: (_house, request, watch) => lasting.start('import', request, watch),
  train: (_house, request, watch) => lasting.start('train', request, watch),
  'learn-on': (_house, request, watch) => lasting.start('learn-on', request, watch),
  'learn-rows': async (_house, request, watch) => lasting.start('learn-rows', rowsRequest(request), watch),
  'learn-feedback': async (house, request, watch) => {
    const { rows, ...known } = await answeredRows(house, request.projectId);
    return lasting.start('learn-rows', rowsRequest({ ...request, rows }, known), watch);
  },
  resume: (_house, { jobId }, watch) => lasting.resume(jobId, watch),
  sample: generateSample,
  retype: retypeColumn,
  'predict-file': predictFile,
  'check-file': checkFile,
  'evaluate-file': evaluateFile,
  compare: compareVersions,
  inspect: inspectVersion,
  'find-importance': findImportance,
  'export-project': exportProject,
  'export-model': exportModel,
  'make-site': makeSite,
  'export-trees': exportTrees,
  'look-at-trees': lookAtTrees,
  'import-trees': turns.inTurn(importTrees),
  'import-archive': importArchive,
});

/** Seldom enough to cost nothing, often enough that a project never holds much more than its rule allows. */
const PREDICTIONS_BETWEEN_PRUNINGS = 100;

/** Joins the stages over a store and whoever computes. */
export function openWorkspace(house: House): Workspace {
  const models = new LoadedModels();
  const pruning = new Recurrence(PREDICTIONS_BETWEEN_PRUNINGS);
  const turns = new Turns();
  const lasting = new LastingJobs(house, lastingUseCases(turns));
  const jobs = useCases(lasting, turns);
  const write = <T>(projectId: Id | null, work: () => Promise<T>): Promise<T> =>
    writing(house, projectId, unwatched, work);
  const deleteAlone = async (target: DeletionTarget, cascade = false): Promise<Deletion> => {
    const projectId = await projectOf(house, target);
    return write(projectId, () => turns.alone(projectId, () => deleteNow(house, target, cascade)));
  };
  const attendance = (isWriter: boolean): Attendance => ({ tab: house.writers?.tab ?? null, isWriter });
  return {
    catalog: describeCatalog,
    projects: () => projectSummaries(house),
    project: (id) => projectView(house, id),
    report: (versionId) => need(house, 'report', versionId),
    attend: async (projectId) => attendance((await house.writers?.open(projectId)) ?? true),
    async takeOver(projectId) {
      await house.writers?.takeOver(projectId);
      return attendance(house.writers?.isWriter(projectId) ?? true);
    },
    renameProject: (id, name) => write(id, () => renameProject(house, id, name)),
    cells: (tableId, offset, count, columns) => cells(house, tableId, offset, count, columns),
    suggestTarget: (tableId) => suggestTarget(house, tableId),
    describeTarget: (tableId, column) => describeTarget(house, tableId, column),
    form: (versionId) => form(house, models, versionId),
    predictRow: (versionId, row) => predictRow(house, models, pruning, versionId, row),
    explainRow: (versionId, row, background) => explainRow(house, models, versionId, row, background),
    feedback: (eventId, label, origin) => keepFeedback(house, eventId, label, origin),
    waitingLabels: (projectId) => waitingLabels(house, projectId),
    async setAuditRate(projectId, rate) {
      await write(projectId, () => setAuditRate(house, projectId, rate));
      return projectView(house, projectId);
    },
    async moveAlias(projectId, name, versionId, reason) {
      await write(projectId, () => moveAlias(house, projectId, name, versionId, reason));
      return projectView(house, projectId);
    },
    async rollback(projectId, reason) {
      await write(projectId, () => rollback(house, projectId, reason));
      return projectView(house, projectId);
    },
    events: (projectId, limit, eventKinds) =>
      house.store.list('event', {
        projectId,
        limit,
        newestFirst: true,
        ...(eventKinds ? { eventKinds } : {}),
      }),
    describeDeletion: (target) => describeDeletion(house, target),
    deleteTable: (id, { cascade }) => deleteAlone({ kind: 'table', id }, cascade),
    deleteVersion: (id) => deleteAlone({ kind: 'version', id }),
    deleteProject: (id) => deleteAlone({ kind: 'project', id }),
    async setRetention(projectId, retention) {
      await write(projectId, () => setRetention(house, projectId, retention));
      return projectView(house, projectId);
    },
    storageSpace: () => storageSpace(house),
    eraseEverything: () => house.store.erase(),
    backup: async () => (await house.backup?.describe()) ?? null,
    restoreBackup: () => restoreBackup(house, lasting),
    removeBackup: async () => house.backup?.remove(),
    interrupted: () => lasting.interrupted(),
    discardJob: async (id) => write(await projectOfJob(house, id), () => lasting.discard(id)),
    run: async (kind, request, watch) =>
      writing(house, await projectWritten(house, kind, request), watch, (watch) =>
        jobs[kind](house, request, watch),
      ),
  };
}

async function describeCatalog(): Promise<Catalog> {
  const { learners, samples, detectors, readers } = catalog;
  return {
    fractions: DEFAULT_FRACTIONS,
    learners: await Promise.all(
      Object.values(learners).map(async (load) => {
        const learner = await load();
        const { kind, title, summary, learns, tasks, isTried, defaults } = learner;
        const isExchanged = takesTrees(learner);
        return { kind, title, summary, learns, tasks, isTried, isExchanged, defaults };
      }),
    ),
    samples: await Promise.all(
      Object.values(samples).map(async (load) => {
        const { kind, title, summary, source, target, defaultRows, isStream } = await load();
        return { kind, title, summary, source, target, defaultRows, isStream };
      }),
    ),
    detectors: await Promise.all(
      Object.values(detectors).map(async (load) => {
        const { kind, title, summary } = await load();
        return { kind, title, summary };
      }),
    ),
    readers: await Promise.all(
      Object.values(readers).map(async (load) => {
        const { format, title, extensions } = await load();
        return { format, title, extensions };
      }),
    ),
  };
}
