import type { ColumnKind } from '../core/column.ts';
import type { EngineChoice } from '../core/dense.ts';
import type { Comparison, Evaluation } from '../core/evaluation.ts';
import type { LabelledRow } from '../core/feedback.ts';
import type { Importance } from '../core/importance.ts';
import type { JsonObject } from '../core/json.ts';
import type { ReadOptions, ReadReport } from '../core/reader.ts';
import type { Id } from '../core/ids.ts';
import type { LastingJob } from '../core/job-record.ts';
import type {
  Judgement,
  ModelVersion,
  SplitFractions,
  SplitStrategy,
  TableVersion,
} from '../core/records.ts';
import type { Target, Task } from '../core/schema.ts';
import type {
  LeaderboardEntry,
  InspectedRow,
  SiteRequest,
  TreeFile,
  TreeFormat,
  TreeParity,
} from './answers.ts';
import type { FileCheck } from './file-check.ts';

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
  /**
   * What can be told of a file without labels: how well the version does on it, estimated, and which columns are distributed otherwise than
   * in the rows that it learnt from. Nothing of the file is kept. Throws `missing-column`, and `no-rows` for an empty file.
   */
  readonly 'check-file': {
    readonly request: Jobs['predict-file']['request'];
    readonly result: FileCheck;
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
  /**
   * Which columns a version looks at; kept with what was measured of it. Throws `no-rows` where none of its rows are here and its learner cannot be
   * looked into.
   */
  readonly 'find-importance': {
    readonly request: { readonly versionId: Id };
    readonly result: { readonly importance: Importance };
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
  /**
   * Boosted trees as a file that XGBoost (JSON) or LightGBM (text) reads. It is read back and asked about rows before it is handed over. Throws
   * `no-trees` for other models, `exchange-unsupported` where these are beyond what the file can hold, and `parity`.
   */
  readonly 'export-trees': {
    readonly request: { readonly versionId: Id; readonly format: TreeFormat };
    readonly result: { readonly file: Blob; readonly name: string; readonly parity: TreeParity };
  };
  /**
   * What a file says that XGBoost or LightGBM has saved, held against a table and what is predicted there; nothing is kept. Throws
   * `exchange-unknown`, `exchange-damaged`, `exchange-unsupported`, `missing-column`, `column-kind`, `categories` and `target`.
   */
  readonly 'look-at-trees': {
    readonly request: Pick<ImportTreesRequest, 'tableId' | 'column' | 'file' | 'labels' | 'matches'>;
    readonly result: TreeFile & {
      readonly target: Target;
      /** Which label each class of the file is likely to be. */
      readonly proposed: readonly string[];
    };
  };
  /** Such a file becomes a version of the project, measured on report rows. Throws `classes` besides. */
  readonly 'import-trees': {
    readonly request: ImportTreesRequest;
    readonly result: { readonly version: ModelVersion; readonly notes: readonly string[] };
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

export interface ImportTreesRequest {
  readonly projectId: Id;
  readonly tableId: Id;
  /** What the trees predict. */
  readonly column: string;
  readonly file: Blob;
  /** The label of each class of the file, in its order; null: as it says, else the target's labels in ascending order. */
  readonly classes: readonly string[] | null;
  /** Of features of categories the labels in the order of their numbers, where the file does not tell them. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Which column a feature of the file is, where its name does not tell; by the features' names. */
  readonly matches: Readonly<Record<string, string>>;
  readonly split: SplitStrategy;
  readonly fractions: SplitFractions;
  readonly seed: number;
}

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
