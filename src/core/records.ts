import type { Hash, Id } from './ids.ts';
import type { EngineChoice, EngineKind } from './dense.ts';
import type { Baseline, Evaluation, EvaluationSummary } from './evaluation.ts';
import type { LabelOrigin } from './feedback.ts';
import type { Importance } from './importance.ts';
import type { JobFile, JobRecord } from './job-record.ts';
import type { JsonObject } from './json.ts';
import type { ColumnProfile } from './profile.ts';
import type { CurvePoint } from './progress.ts';
import type { ReadOptions } from './reader.ts';
import type { Target, Task } from './schema.ts';
import type { Judgement } from './judgement.ts';

export type * from './judgement.ts';

export interface Project {
  readonly kind: 'project';
  readonly id: Id;
  readonly projectId: Id; // its own
  readonly name: string;
  readonly createdAt: number;
  /** Null until the person has confirmed what is to be predicted. */
  readonly target: Target | null;
  /** What is kept of what grows by itself; where it was never set, the default rule. */
  readonly retention?: Partial<Retention>;
  /** The share of predictions that are drawn at random to be asked for their labels, 0 to 1; where it was never set, none. */
  readonly auditRate?: number;
}

/** How much is kept of what grows by itself. */
export interface Retention {
  /** The newest predictions that were served. */
  readonly predictions: number;
  /** The newest challengers that never became champion. */
  readonly challengers: number;
  /** The newest jobs that were cut off and wait to go on, with their files and checkpoints. */
  readonly jobs: number;
}

/** An immutable version of a table: its cells as Arrow chunks, what is known of its columns, where it came from. */
export interface TableVersion {
  readonly kind: 'table';
  readonly id: Id;
  readonly projectId: Id;
  readonly name: string;
  readonly createdAt: number;
  readonly cause: 'imported' | 'sampled' | 'retyped' | 'learn-on';
  /** The version that this one was made from, when a column was read in another way. */
  readonly parent: Id | null;
  readonly source: TableSource;
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  readonly chunks: readonly Hash[];
  /** Rows of each chunk but the last; CHUNK_ROWS where a table was stored before they differed. */
  readonly chunkRows?: number;
}

/** How a person said that a file's numbers are written; later files of the project are read alike. */
export type NumberMarks = Pick<ReadOptions, 'decimal' | 'thousands'>;

export type TableSource =
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly sizeBytes: number;
      readonly format: string;
      readonly numbers?: NumberMarks;
    }
  | {
      readonly kind: 'paste';
      readonly sizeBytes: number;
      readonly format: string;
      readonly numbers?: NumberMarks;
    }
  | {
      readonly kind: 'sample';
      readonly sample: string;
      readonly rows: number;
      readonly seed: number;
    }
  /** Rows that were handed over one by one, by a program or as answers to predictions. */
  | { readonly kind: 'rows'; readonly rows: number };

/** What a row is for. A row has one role for good, so that what judges a model never taught it. */
export const ROLES = ['train', 'validation', 'guard', 'report', 'judge', 'unused'] as const;
export type Role = (typeof ROLES)[number];

export type SplitStrategy =
  | { readonly kind: 'random'; readonly seed: number }
  | { readonly kind: 'order' }
  | { readonly kind: 'time'; readonly column: string };

export interface SplitFractions {
  readonly train: number;
  readonly validation: number;
  readonly guard: number;
  readonly report: number;
}

/** Which row of a table has which role. `roles` addresses a Uint8Array of indexes into ROLES, one a row. */
export interface Split {
  readonly kind: 'split';
  readonly id: Id;
  readonly projectId: Id;
  readonly tableId: Id;
  readonly target: string;
  readonly task: Task;
  /** learn-on: of the rows that count as evidence the last ones judge, all others train. */
  readonly strategy: SplitStrategy | { readonly kind: 'learn-on' };
  readonly fractions: SplitFractions | null;
  readonly counts: Readonly<Record<Role, number>>;
  readonly roles: Hash;
  /** How the labels came to be known; absent where nobody asked, as of a file: every row is of a full batch. */
  readonly origins?: SplitOrigins;
}

/** `rows` addresses a Uint8Array of indexes into LABEL_ORIGINS, one a row of the table. */
export interface SplitOrigins {
  readonly rows: Hash;
  readonly counts: Readonly<Record<LabelOrigin, number>>;
}

/** imported: it came in a file, without the rows that it learnt from. */
export type VersionCause = 'trained' | 'fine-tuned' | 'imported';

/** An immutable model: what was learnt, from what, how, and how good it is. */
export interface ModelVersion {
  readonly kind: 'version';
  readonly id: Id;
  readonly projectId: Id;
  /** 1, 2, 3, ... within the project, for people to talk about. */
  readonly number: number;
  readonly createdAt: number;
  readonly cause: VersionCause;
  readonly parents: readonly Id[];
  readonly learner: { readonly kind: string; readonly options: JsonObject };
  readonly target: Target;
  readonly recipe: Hash;
  readonly snapshot: Hash;
  /** The rows that it has learnt or that chose it, oldest first; its parents' included. */
  readonly splits: readonly Id[];
  readonly seed: number;
  readonly engine: {
    readonly asked: EngineChoice;
    readonly kind: EngineKind;
    readonly reason: string;
  };
  readonly steps: number;
  readonly durationMs: number;
  readonly sizeBytes: number;
  /** On report rows of the first table; null where there are none, and for a challenger, which is judged instead. */
  readonly evaluation: EvaluationSummary | null;
  /** What the training rows alone would answer. */
  readonly baseline: Baseline;
  /** A challenger's judgement against the champion of its time. */
  readonly judgement: Judgement | null;
  /** How a person said that the numbers of the first table are written: of a model that came in a file without that table. */
  readonly numbers?: NumberMarks;
}

/** What was measured of a version while it learnt and afterwards, in full: large, so that it is read alone. Its id is the version's. */
export interface VersionReport {
  readonly kind: 'report';
  readonly id: Id;
  readonly projectId: Id;
  readonly curve: readonly CurvePoint[];
  readonly evaluation: Evaluation | null;
  /** Absent until somebody asked for it. */
  readonly importance?: Importance;
}

export type AliasName = 'champion' | 'challenger';

/** A name that points at a version. Its id is `${projectId}/${name}`. */
export interface Alias {
  readonly kind: 'alias';
  readonly id: string;
  readonly projectId: Id;
  readonly name: AliasName;
  readonly versionId: Id;
  readonly since: number;
}

/** Something that happened: kept for good, in the order of the ids. */
export interface EventRecord {
  readonly kind: 'event';
  readonly id: Id;
  readonly projectId: Id;
  readonly at: number;
  readonly event: ProjectEvent;
}

export type ProjectEvent =
  | {
      readonly kind: 'alias-moved';
      readonly alias: AliasName;
      readonly from: Id | null;
      /** Null: the name was taken away. */
      readonly to: Id | null;
      /** rollback: undoes the newest move that is not undone yet. import: the model came in a file. */
      readonly by: 'person' | 'rule' | 'rollback' | 'import';
      readonly reason: string;
    }
  | {
      readonly kind: 'prediction';
      readonly versionId: Id;
      readonly features: JsonObject;
      readonly output: readonly number[];
      /** Whether it was drawn at random to be asked for its label; absent where nothing was drawn yet. */
      readonly audit?: boolean;
    }
  /** What a prediction should have said, and how that came to be known. */
  | {
      readonly kind: 'label';
      /** The prediction's. */
      readonly eventId: Id;
      /** The target that it is a label of. */
      readonly column: string;
      readonly label: string | number | boolean;
      readonly origin: LabelOrigin;
    }
  | { readonly kind: 'file-predicted'; readonly versionId: Id; readonly name: string; readonly rows: number }
  | {
      readonly kind: 'learnt-on';
      readonly versionId: Id;
      readonly tableId: Id;
      /** The label events that were learnt with it, where its rows were answers to predictions. */
      readonly labels?: readonly Id[];
    }
  /** The champion's labelled error rose on this table: anchors older than it no longer block. */
  | { readonly kind: 'error-rose'; readonly versionId: Id; readonly tableId: Id; readonly reason: string }
  /** What was deleted by the person, or by the project's retention rule. */
  | {
      readonly kind: 'deleted';
      readonly by: 'person' | 'rule';
      /** Their names. */
      readonly tables: readonly string[];
      /** Their numbers, which are not given again. */
      readonly versions: readonly number[];
      /** How many kept predictions. */
      readonly predictions: number;
    };

export type EventKind = ProjectEvent['kind'];

export interface Records {
  readonly project: Project;
  readonly table: TableVersion;
  readonly split: Split;
  readonly version: ModelVersion;
  readonly report: VersionReport;
  readonly alias: Alias;
  readonly event: EventRecord;
  readonly job: JobRecord;
  readonly 'job-file': JobFile;
}

export type RecordKind = keyof Records;
export type StoredRecord = Records[RecordKind];

/** The blobs that a record needs: a blob that no record needs may be collected. */
export function blobsOf(record: StoredRecord): readonly Hash[] {
  switch (record.kind) {
    case 'table':
      return record.chunks;
    case 'split':
      return record.origins ? [record.roles, record.origins.rows] : [record.roles];
    case 'version':
      return [record.recipe, record.snapshot];
    case 'job': {
      const { answers, checkpoint } = record;
      const held = checkpoint ? [checkpoint.snapshot, ...checkpoint.blobs] : [];
      return [...answers.flatMap(({ blobs }) => blobs), ...held];
    }
    default:
      return [];
  }
}
