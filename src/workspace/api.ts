import type { BackupAbout, Restored } from '../core/backup.ts';
import type { ColumnKind } from '../core/column.ts';
import type { EngineChoice } from '../core/dense.ts';
import type { Comparison, Evaluation } from '../core/evaluation.ts';
import type { LabelledRow, LabelOrigin } from '../core/feedback.ts';
import type { JsonObject } from '../core/json.ts';
import type { JobWatch } from '../core/progress.ts';
import type { ReadOptions, ReadReport } from '../core/reader.ts';
import type { Id } from '../core/ids.ts';
import type { LastingJob } from '../core/job-record.ts';
import type {
  AliasName,
  EventKind,
  EventRecord,
  Judgement,
  ModelVersion,
  Project,
  Retention,
  SplitFractions,
  SplitStrategy,
  TableVersion,
  VersionReport,
} from '../core/records.ts';
import type { Field, Task } from '../core/schema.ts';
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
  LeaderboardEntry,
  InspectedRow,
  SiteRequest,
} from './answers.ts';

export type * from './answers.ts';

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

/** The long jobs: what each is asked, and what comes back. */
export interface Jobs {
  /**
   * A job that was cut off goes on from where it stood, to the result that it would have had. Throws `not-found`, and
   * `busy` while it runs in another tab.
   */
  readonly resume: {
    readonly request: { readonly jobId: Id };
    readonly result: { readonly projectId: Id; readonly job: LastingJob };
  };
  /** A file or pasted text becomes a table; without a project, a new one is made and named after the file. */
  readonly import: {
    readonly request: {
      readonly file: Blob;
      /** Null: pasted text. */
      readonly fileName: string | null;
      readonly projectId: Id | null;
      readonly options: ReadOptions;
    };
    readonly result: { readonly table: TableVersion; readonly report: ReadReport };
  };
  /** A table generated on the device. */
  readonly sample: {
    readonly request: {
      readonly sample: string;
      readonly rows: number;
      readonly seed: number;
      readonly projectId: Id | null;
    };
    readonly result: { readonly table: TableVersion };
  };
  /** A new version of a table, with one column read as another kind. */
  readonly retype: {
    readonly request: {
      readonly tableId: Id;
      readonly column: string;
      readonly kind: ColumnKind;
      /** Cells that do not fit become missing; otherwise they make the job fail with a sentence that counts them. */
      readonly treatAsMissing: boolean;
    };
    readonly result: { readonly table: TableVersion };
  };
  readonly train: {
    readonly request: TrainRequest;
    readonly result: {
      readonly version: ModelVersion;
      /** What else was tried, when the learner was `auto`: best first, on validation rows. */
      readonly leaderboard: readonly LeaderboardEntry[];
    };
  };
  /** New labelled rows: a challenger goes on from the champion and is judged against it. */
  readonly 'learn-on': {
    readonly request: {
      readonly projectId: Id;
      readonly file: Blob;
      readonly fileName: string | null;
      readonly engine: EngineChoice;
      /** The file's labels that are not the model's own, and what each stands for. */
      readonly labels: Readonly<Record<string, string>>;
      readonly seed: number;
    };
    readonly result: {
      readonly version: ModelVersion;
      readonly table: TableVersion;
      readonly judgement: Judgement;
    };
  };
  /**
   * The same with rows that are handed over, at most 100,000: by a program, or as a person labelled them. What is read of
   * their cells and how they are told to be wrong is as with `predictRow`. Only rows whose origin counts as evidence decide
   * between two models. Throws `rows` and `cell`, naming the row.
   */
  readonly 'learn-rows': {
    readonly request: {
      readonly projectId: Id;
      readonly rows: readonly LabelledRow[];
      readonly engine: EngineChoice;
      readonly seed: number;
    };
    readonly result: Jobs['learn-on']['result'];
  };
  /** The same with the labels of predictions that wait, all of them, each learnt once. Throws `no-feedback`. */
  readonly 'learn-feedback': {
    readonly request: { readonly projectId: Id; readonly engine: EngineChoice; readonly seed: number };
    readonly result: Jobs['learn-on']['result'];
  };
  /** A file of rows comes back with a prediction (and probabilities) beside each. */
  readonly 'predict-file': {
    readonly request: {
      readonly versionId: Id;
      readonly file: Blob;
      readonly fileName: string | null;
      /** What is known of how this file is written; otherwise it is read as the model's first table was. */
      readonly reading?: ReadOptions;
    };
    readonly result: { readonly csv: Blob; readonly name: string; readonly rows: number };
  };
  /** How a version does on a labelled file that it has never seen; nothing of the file is kept. */
  readonly 'evaluate-file': {
    readonly request: {
      readonly versionId: Id;
      readonly file: Blob;
      readonly fileName: string | null;
      readonly labels: Readonly<Record<string, string>>;
      readonly reading?: ReadOptions;
    };
    readonly result: { readonly evaluation: Evaluation; readonly report: ReadReport };
  };
  /** Two versions on the report rows that neither has learnt. */
  readonly compare: {
    readonly request: { readonly championId: Id; readonly challengerId: Id };
    readonly result: { readonly comparison: Comparison };
  };
  /** The report rows behind a cell of the confusion matrix, or those with the largest residuals. */
  readonly inspect: {
    readonly request: {
      readonly versionId: Id;
      readonly cell: { readonly actual: number; readonly predicted: number } | null;
      readonly limit: number;
    };
    readonly result: { readonly columns: readonly string[]; readonly rows: readonly InspectedRow[] };
  };
  /** Everything that a project is, but for work under way, as one `.perennial` file; protected where there is a passphrase. */
  readonly 'export-project': {
    readonly request: { readonly projectId: Id; readonly passphrase: string | null };
    readonly result: { readonly file: Blob; readonly name: string };
  };
  /** One model as a `.perennial` file, with or without the old rows that it keeps to learn on from. */
  readonly 'export-model': {
    readonly request: {
      readonly versionId: Id;
      readonly rememberedRows: boolean;
      readonly passphrase: string | null;
    };
    readonly result: { readonly file: Blob; readonly name: string };
  };
  /** A model that was exported, as a folder for a static host or as one page that opens from disk. */
  readonly 'make-site': {
    readonly request: SiteRequest;
    readonly result: { readonly file: Blob; readonly name: string };
  };
  /**
   * A `.perennial` file becomes a project; a model one of its own, whose champion it is. `copy` gives everything new ids.
   * Throws `archive-damaged`, `archive-hostile`, `archive-newer`, `archive-passphrase` (details.given: 0 where none was given),
   * and `archive-present` (details.projectId) where the project is here already and is not to be copied.
   */
  readonly 'import-archive': {
    readonly request: {
      readonly file: Blob;
      readonly passphrase: string | null;
      readonly ifPresent: 'refuse' | 'copy';
    };
    readonly result: {
      readonly projectId: Id;
      readonly versionId: Id | null;
      readonly kind: 'project' | 'model';
    };
  };
}

export type JobKind = keyof Jobs;

export interface TrainRequest {
  readonly projectId: Id;
  readonly tableId: Id;
  readonly target: { readonly column: string; readonly task: Task };
  /** `auto` trains every kind and keeps the one with the lower loss on validation rows. */
  readonly learner: string;
  /** Overrides of the learner's defaults. */
  readonly options: JsonObject;
  readonly split: SplitStrategy;
  readonly fractions: SplitFractions;
  /** Columns left out besides those that the default recipe leaves out. */
  readonly excluded: readonly string[];
  /** Columns that the default recipe would leave out and the person wants in. */
  readonly included: readonly string[];
  /** Weigh the rows so that every class counts the same. */
  readonly balanceClasses: boolean;
  readonly engine: EngineChoice;
  readonly seed: number;
}

export const DEFAULT_FRACTIONS: SplitFractions = {
  train: 0.65,
  validation: 0.15,
  guard: 0.05,
  report: 0.15,
};
