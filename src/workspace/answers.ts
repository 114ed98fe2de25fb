import type { LabelOrigin } from '../core/feedback.ts';
import type { RegressionLoss } from '../core/grown-trees.ts';
import type { JsonObject } from '../core/json.ts';
import type { Id } from '../core/ids.ts';
import type { JobRecord, LastingJob } from '../core/job-record.ts';
import type {
  Alias,
  AliasName,
  ModelVersion,
  Project,
  Retention,
  Split,
  SplitFractions,
  SplitStrategy,
  TableVersion,
} from '../core/records.ts';
import type { Task } from '../core/schema.ts';
import type { WidgetOptions } from '../core/widget-options.ts';
import type { TreeFormat } from '../flow/deploy/exchange/foreign-trees.ts';

// What the house answers, for people to look at.

export interface Catalog {
  /** Shares of a table's rows, where nobody asks for others. */
  readonly fractions: SplitFractions;
  readonly learners: readonly {
    readonly kind: string;
    readonly title: string;
    readonly summary: string;
    /** As in LearnerKind. */
    readonly learns: 'tables' | 'streams';
    readonly tasks: readonly Task[];
    readonly isTried: boolean;
    /** Whether its models go out to XGBoost and LightGBM. */
    readonly isExchanged: boolean;
    readonly defaults: JsonObject;
  }[];
  readonly samples: readonly {
    readonly kind: string;
    readonly title: string;
    readonly summary: string;
    readonly source: string;
    readonly target: string;
    readonly defaultRows: number;
    readonly isStream: boolean;
  }[];
  /** What can watch a model's errors, the one that watches where nobody chooses first. */
  readonly detectors: readonly {
    readonly kind: string;
    readonly title: string;
    readonly summary: string;
  }[];
  readonly readers: readonly {
    readonly format: string;
    readonly title: string;
    readonly extensions: readonly string[];
  }[];
}

export interface ProjectSummary {
  readonly project: Project;
  readonly tables: number;
  readonly rows: number;
  readonly versions: number;
  readonly champion: ModelVersion | null;
  readonly changedAt: number;
}

/** Whether this tab writes to the project that it has open, or follows another one that does. */
export interface Attendance {
  /** The name of this tab, which its news bear; null where there are no tabs. */
  readonly tab: string | null;
  readonly isWriter: boolean;
}

export interface ProjectView {
  readonly project: Project;
  /** The project's rule, or the default one where none was set. */
  readonly retention: Retention;
  /** Oldest first, as are splits and versions. */
  readonly tables: readonly TableVersion[];
  readonly splits: readonly Split[];
  readonly versions: readonly ModelVersion[];
  readonly aliases: Readonly<Partial<Record<AliasName, Alias>>>;
}

export interface StorageSpace {
  /** Bytes of everything that this site keeps here, as the browser rounds them; null where it does not tell. */
  readonly usedBytes: number | null;
  /** How many it may keep. */
  readonly quotaBytes: number | null;
  /** Whether the browser keeps it until the person deletes it, even where space is short. */
  readonly isPersisted: boolean | null;
  /** The largest first. */
  readonly projects: readonly {
    readonly id: Id;
    readonly name: string;
    /** Of its data and models. */
    readonly sizeBytes: number;
    /** How many events it keeps: predictions, moves of names, deletions. */
    readonly events: number;
  }[];
}

/** A job that was cut off before it was done, and that can go on. */
export interface InterruptedJob {
  readonly id: Id;
  /** Null while it belongs to no project yet. */
  readonly projectId: Id | null;
  readonly job: LastingJob;
  /** What it works on: the file's name, or the column that is to be predicted. */
  readonly title: string;
  readonly startedAt: number;
  /** Where it stood when it was last written down. */
  readonly progress: JobRecord['progress'];
  /** It is not cut off at all: another tab is at it. */
  readonly isRunningElsewhere: boolean;
}

export interface DeletionTarget {
  readonly kind: 'table' | 'version' | 'project';
  readonly id: Id;
}

/** What goes when something is deleted. */
export interface Deletion {
  /** Their names. */
  readonly tables: readonly string[];
  /** Their numbers. */
  readonly versions: readonly number[];
  /** How many kept predictions. */
  readonly predictions: number;
  /** The bytes of their data and models that nothing else in the project needs. */
  readonly sizeBytes: number;
  /** Why it cannot be deleted, even with all that hangs on it; null where it can. */
  readonly refusal: string | null;
}

export interface TargetSuggestion {
  readonly column: string;
  readonly task: Task;
  readonly tasks: readonly Task[];
  readonly classes: readonly string[];
  readonly split: SplitStrategy;
  /** Why this split, in a sentence. */
  readonly splitReason: string;
  /** Columns that the default recipe leaves out, each with its reason. */
  readonly excluded: readonly { readonly column: string; readonly reason: string }[];
  /** What looks too good to be true, or cannot be learnt from. */
  readonly warnings: readonly string[];
}

export interface RowPrediction {
  readonly eventId: Id;
  /** Whether it was drawn at random to be checked: its label is asked for, whatever it says. */
  readonly audit: boolean;
  /** The class with the highest probability, or the value. */
  readonly answer: string | number;
  /** Highest first; empty for a regression. */
  readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  /** What the model had to cope with: a missing cell, a category it has never seen, a value outside what it learnt. */
  readonly notes: readonly string[];
}

/** How many labels of predictions wait to be learnt, by what they count as. */
export type WaitingLabels = Readonly<Record<LabelOrigin, number>>;

/** What a model that stands by itself is made of. */
export interface SiteRequest {
  /** folder: for a static host, zipped; page: one HTML file that opens from disk. */
  readonly form: 'folder' | 'page';
  /** The page's heading, and the file's name. */
  readonly title: string;
  /** A model's `.perennial` file. */
  readonly model: Blob;
  /** The widget's module that carries the model. */
  readonly widget: { readonly name: string; readonly file: Blob };
  readonly options: WidgetOptions;
}

export type { TreeFormat };

/** How a file that was read back predicts beside the model that it was made of. */
export interface TreeParity {
  /** Report rows of the model; and rows drawn at the thresholds of its trees. */
  readonly rows: number;
  readonly probes: number;
  /** By how much they were apart at most: of a probability, or of a value as a share of the largest. */
  readonly largest: number;
}

/** What a file of XGBoost or LightGBM says. */
export interface TreeFile {
  readonly format: TreeFormat;
  readonly task: Task;
  /** Of a regression. */
  readonly loss: RegressionLoss | null;
  /** Trees, of three or more classes for each of them. */
  readonly rounds: number;
  /** What it asks for, in its order, and which columns these are: null where a column is to be chosen. */
  readonly features: readonly { readonly name: string; readonly column: string | null }[];
  /** Whether the file has no names for its features, and these are the table's columns in their order. */
  readonly isByOrder: boolean;
  /** Their labels, or their numbers where the file knows no others; empty for a regression. */
  readonly classes: readonly string[];
  readonly hasClasses: boolean;
  /** What a person should know of how it was read. */
  readonly notes: readonly string[];
}

export interface LeaderboardEntry {
  readonly learner: string;
  readonly title: string;
  readonly validationLoss: number;
  readonly durationMs: number;
  readonly engineReason: string;
}

export interface InspectedRow {
  readonly row: number;
  readonly cells: readonly (string | null)[];
  readonly actual: string;
  readonly predicted: string;
  /** The probability given to the actual class, or the residual. */
  readonly score: number;
}
