import type { AnswerReasons } from '../core/answer-reasons.ts';
import type { BackupAbout, Restored } from '../core/backup.ts';
import type { LabelledRow, LabelOrigin } from '../core/feedback.ts';
import type { JobWatch } from '../core/progress.ts';
import type { Id } from '../core/ids.ts';
import type {
  AliasName,
  EventKind,
  EventRecord,
  Project,
  Retention,
  SplitFractions,
  VersionReport,
} from '../core/records.ts';
import type { Field } from '../core/schema.ts';
import type {
  Attendance,
  Catalog,
  ProjectSummary,
  ProjectView,
  StorageSpace,
  InterruptedJob,
  DeletionTarget,
  Deletion,
  TargetSuggestion,
  RowPrediction,
  WaitingLabels,
} from './answers.ts';
import type { JobKind, Jobs } from './job-requests.ts';

export type * from './answers.ts';
export type * from './file-check.ts';
export type * from './job-requests.ts';

/**
 * What the house does for a person: short questions are answered at once; everything that takes time is a job, with
 * progress and a way to stop it.
 *
 * Of several tabs one writes to a project. In the others whatever would change the project throws `followed`; single
 * predictions and files that are predicted are answered there too, since they only append an event.
 */
export interface Workspace {
  catalog(): Promise<Catalog>;
  projects(): Promise<readonly ProjectSummary[]>;
  /** Throws `not-found`. */
  project(id: Id): Promise<ProjectView>;
  /**
   * This tab has the project open, or none: it writes to it where no other tab does, else it follows and stands in line. What it
   * had open before is left to others once nothing of it is under way here.
   */
  attend(projectId: Id | null): Promise<Attendance>;
  /**
   * This tab writes to the project from now on. The one before writes down its work first, which can go on here, and follows;
   * where it does not answer within seconds, it is not waited for.
   */
  takeOver(projectId: Id): Promise<Attendance>;
  /** What was measured of a version, in full. Throws `not-found`. */
  report(versionId: Id): Promise<VersionReport>;
  renameProject(id: Id, name: string): Promise<Project>;
  /**
   * Rows as text for a person to look at, at most 1,000 a call; null where a cell is missing. Where columns are named, only
   * these, in the order of their names.
   */
  cells(
    tableId: Id,
    offset: number,
    count: number,
    columns?: readonly string[],
  ): Promise<readonly (readonly (string | null)[])[]>;
  /** Which column looks like the one to predict, which task follows, and how its rows are best split. */
  suggestTarget(tableId: Id): Promise<TargetSuggestion>;
  /** What follows if this column is the target; throws `target` with the reason when it cannot be one. */
  describeTarget(tableId: Id, column: string): Promise<TargetSuggestion>;
  /** The fields of a prediction form: the columns that a version needs, in the table's order. */
  form(versionId: Id): Promise<readonly Field[]>;
  /** One prediction, answered without a compute worker, and kept as an event. */
  predictRow(
    versionId: Id,
    row: Readonly<Record<string, string | number | boolean | null>>,
  ): Promise<RowPrediction>;
  /**
   * Why the version answers the row so, where its learner consists of trees; null of other learners. Answered without a compute worker, and
   * not kept.
   *
   * @param background rows to compare with, at most 1,000; none by default: then the base is what the trees' own training rows got in the mean
   */
  explainRow(
    versionId: Id,
    row: Readonly<Record<string, string | number | boolean | null>>,
    background?: readonly Readonly<Record<string, string | number | boolean | null>>[],
  ): Promise<AnswerReasons | null>;
  /**
   * Keeps what a prediction should have said, to be learnt later, and tells what the label counts as: of a prediction that was
   * drawn at random to be checked, a confirmation or a correction is an audit. Throws `unknown-label`, `cell`, `no-label`,
   * and `already-learnt` once it was learnt; until then the newest label counts.
   */
  feedback(eventId: Id, label: LabelledRow['label'], origin: LabelOrigin): Promise<LabelOrigin>;
  /** The labels that were kept and not learnt yet. */
  waitingLabels(projectId: Id): Promise<WaitingLabels>;
  /** From now on this share of single predictions is drawn at random to be asked for its labels. Throws `audit-rate`. */
  setAuditRate(projectId: Id, rate: number): Promise<ProjectView>;
  /** Points the name at a version (or at none), and keeps the move with its reason. */
  moveAlias(projectId: Id, name: AliasName, versionId: Id | null, reason: string): Promise<ProjectView>;
  /** Moves `champion` back to where it pointed before its last move; throws `no-rollback` when there is no before. */
  rollback(projectId: Id, reason: string): Promise<ProjectView>;
  /** Newest first; where `kinds` are named, only events of these. */
  events(projectId: Id, limit: number, kinds?: readonly EventKind[]): Promise<readonly EventRecord[]>;
  /** What would go with it, and why it may not: to be read before it is deleted. Throws `not-found`. */
  describeDeletion(target: DeletionTarget): Promise<Deletion>;
  /**
   * Deletes it for good, and tells what went. `cascade` takes the versions that learnt from a table along. Throws `needed`
   * for the champion and for a table that stays needed, `busy` while a training of the project is under way.
   */
  deleteTable(tableId: Id, options: { readonly cascade: boolean }): Promise<Deletion>;
  deleteVersion(versionId: Id): Promise<Deletion>;
  deleteProject(projectId: Id): Promise<Deletion>;
  /** What the project keeps of what grows by itself, from now on and of what is there. Throws `retention`. */
  setRetention(projectId: Id, retention: Partial<Retention>): Promise<ProjectView>;
  /** Jobs that were cut off before they were done, by a crash, a reload or a full disk: oldest first. */
  interrupted(): Promise<readonly InterruptedJob[]>;
  /** Gives such a job up: what it had done is deleted. Throws `busy` while it runs in another tab. */
  discardJob(id: Id): Promise<void>;
  /** How much room there is on the device, and what each project takes. */
  storageSpace(): Promise<StorageSpace>;
  /** What is known of the copy of all records that was taken before they were last migrated; null where there is none. */
  backup(): Promise<BackupAbout | null>;
  /**
   * Everything is as it was when the copy was taken, but for data and models that were deleted since. Throws `no-backup`, and
   * `busy` while work is under way or another tab is open.
   */
  restoreBackup(): Promise<Restored>;
  removeBackup(): Promise<void>;
  /** Deletes every project, table, model and event for good; the workspace is of no use afterwards. */
  eraseEverything(): Promise<void>;
  run<K extends JobKind>(kind: K, request: Jobs[K]['request'], watch: JobWatch): Promise<Jobs[K]['result']>;
}

export const DEFAULT_FRACTIONS: SplitFractions = {
  train: 0.65,
  validation: 0.15,
  guard: 0.05,
  report: 0.15,
};
