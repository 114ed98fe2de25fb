import type { ColumnKind } from '../core/column.ts';
import type { EngineChoice, LostEngine } from '../core/dense.ts';
import type { Baseline, Evaluation } from '../core/evaluation.ts';
import type { Importance } from '../core/importance.ts';
import type { JsonObject } from '../core/json.ts';
import type { LearningReport } from '../core/learner.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { JobContext } from '../core/progress.ts';
import type { ReadOptions, ReadReport } from '../core/reader.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Hash, Id } from '../core/ids.ts';
import type { Role, SplitFractions, SplitOrigins, SplitStrategy } from '../core/records.ts';
import type { Field, Target } from '../core/schema.ts';
import type { Blobs } from '../core/store.ts';
import type { SiteRequest } from './answers.ts';
import type { FileCheck } from './file-check.ts';
import type { Served } from '../flow/learn/origin-weights.ts';
import type { ArchiveKind } from '../flow/deploy/archive/manifest.ts';
import type { ArchivedKind } from '../flow/deploy/archive/records/schemas.ts';
import type { RowScores } from '../flow/learn/trial.ts';
import type { InspectedRow } from './api.ts';
import type { RowOrder, StoredModel, StoredRows, StoredTable } from './stored.ts';
import type { TreeFileJobs } from './tree-file-jobs.ts';

export type * from './stored.ts';

export interface ReadTable {
  readonly table: StoredTable;
  readonly columns: readonly ColumnProfile[];
}

/**
 * Everything over 8 ms: what each kind of work is given, and what comes back. Work is a function of its request, which is
 * small and plain: large things are read and written as blobs, chunk by chunk.
 */
export interface ComputeJobs extends TreeFileJobs {
  readonly read: {
    readonly request: {
      readonly file: Blob;
      readonly fileName: string | null;
      readonly options: ReadOptions;
      /** Labels of one column that the file writes in another way, and what each stands for. */
      readonly rename: {
        readonly column: string;
        readonly labels: Readonly<Record<string, string>>;
      } | null;
    };
    readonly result: ReadTable & { readonly report: ReadReport };
  };
  /**
   * Labelled rows (an array of `LabelledRow` as JSON) become a table of these columns and the target. Throws `cell` and
   * `no-labels`, naming the row.
   */
  readonly gather: {
    readonly request: {
      readonly rows: Blob;
      readonly inputs: readonly Pick<Field, 'name' | 'kind'>[];
      readonly target: Target;
    };
    readonly result: ReadTable & { readonly origins: SplitOrigins };
  };
  readonly generate: {
    readonly request: { readonly sample: string; readonly rows: number; readonly seed: number };
    readonly result: ReadTable;
  };
  readonly retype: {
    readonly request: {
      readonly table: StoredTable;
      readonly column: string;
      readonly kind: ColumnKind;
      readonly treatAsMissing: boolean;
    };
    /** The chunks, and the profile of the column that was read in another way. */
    readonly result: { readonly table: StoredTable; readonly column: ColumnProfile };
  };
  /** What only the cells can tell of a target: the columns that give it away. */
  readonly describe: {
    readonly request: { readonly table: StoredTable; readonly target: Target };
    readonly result: {
      readonly suspects: readonly { readonly column: string; readonly message: string }[];
    };
  };
  readonly split: {
    readonly request: {
      readonly table: StoredTable;
      readonly target: Target;
      readonly strategy: SplitStrategy;
      readonly fractions: SplitFractions;
    };
    readonly result: AssignedRoles;
  };
  /** New labelled rows: the last of those that count as evidence judge. Throws `no-labels` when none has one, `unknown-label` for one that the target does not have. */
  readonly divide: {
    readonly request: {
      readonly target: Target;
      readonly table: StoredTable;
      /** The origin of each row; null: all are evidence. */
      readonly origins: Hash | null;
      readonly judgeShare: number;
    };
    /** `evidence`: how many of the labelled rows count as evidence. */
    readonly result: AssignedRoles & { readonly evidence: number };
  };
  readonly fit: {
    readonly request: {
      readonly table: StoredTable;
      readonly roles: Hash;
      readonly target: Target;
      /** Not fitted yet. */
      readonly recipe: Recipe;
      readonly learner: { readonly kind: string; readonly options: JsonObject };
      readonly balanceClasses: boolean;
      readonly order: RowOrder;
      readonly engine: EngineChoice;
      readonly seed: number;
    };
    readonly result: {
      readonly model: StoredModel;
      readonly sizeBytes: number;
      readonly report: LearningReport;
      readonly validationLoss: number;
      readonly evaluation: Evaluation | null;
      readonly baseline: Baseline;
    };
  };
  /** The challenger: a copy of the champion goes on with these rows. */
  readonly update: {
    readonly request: {
      readonly model: StoredModel;
      readonly rows: StoredRows;
      /** What the rows' weights follow from; null: each weighs 1. */
      readonly weighing: Weighing | null;
      readonly hasConceptChanged: boolean;
      readonly engine: EngineChoice;
      readonly seed: number;
    };
    readonly result: {
      readonly model: StoredModel;
      readonly sizeBytes: number;
      readonly report: LearningReport;
    };
  };
  /** What the model makes of each of these rows, in the order asked for. */
  readonly score: {
    readonly request: {
      readonly model: StoredModel;
      readonly rows: StoredRows;
      readonly order: RowOrder;
    };
    readonly result: RowScores;
  };
  readonly evaluate: {
    readonly request: {
      readonly model: StoredModel;
      readonly table: StoredTable;
      readonly baseline: Baseline;
      readonly order: RowOrder;
      readonly seed: number;
    };
    readonly result: { readonly evaluation: Evaluation };
  };
  readonly predict: {
    readonly request: { readonly model: StoredModel; readonly table: StoredTable };
    readonly result: { readonly csv: Blob; readonly rows: number };
  };
  /** Rows without labels, held against those that the model has learnt; labelled rows that it has not say what its probabilities are worth. */
  readonly check: {
    readonly request: {
      readonly model: StoredModel;
      readonly table: StoredTable;
      readonly baseline: Baseline;
      readonly learnt: readonly StoredRows[];
      readonly held: readonly StoredRows[];
      readonly seed: number;
    };
    readonly result: FileCheck;
  };
  readonly inspect: {
    readonly request: {
      readonly model: StoredModel;
      readonly rows: StoredRows;
      readonly cell: { readonly actual: number; readonly predicted: number } | null;
      readonly limit: number;
    };
    readonly result: { readonly columns: readonly string[]; readonly rows: readonly InspectedRow[] };
  };
  /** What the model loses when it cannot look at a column; without rows only how much its trees use each. */
  readonly importance: {
    readonly request: {
      readonly model: StoredModel;
      readonly rows: StoredRows | null;
      readonly seed: number;
    };
    readonly result: Pick<Importance, 'permutation' | 'use'>;
  };
  /** Blobs as one `.perennial` file, sealed where there is a passphrase. */
  readonly pack: {
    readonly request: {
      readonly kind: ArchiveKind;
      readonly parts: readonly { readonly path: string; readonly blob: Hash }[];
      readonly totalBytes: number;
      readonly passphrase: string | null;
    };
    readonly result: { readonly file: Blob };
  };
  /**
   * A `.perennial` file as blobs, each of which was looked at as if a stranger had written it. Throws `archive-damaged`,
   * `archive-hostile`, `archive-newer`, `archive-passphrase`, and `archive-present` where it holds one of these projects.
   */
  readonly unpack: {
    readonly request: {
      readonly file: Blob;
      readonly passphrase: string | null;
      readonly present: readonly Id[];
    };
    readonly result: Unpacked;
  };
  /** A model as a folder for a static host, zipped, or as one page with everything in it. */
  readonly site: {
    readonly request: SiteRequest;
    readonly result: { readonly file: Blob };
  };
  /** A copy of a model without the rows that it keeps to learn on from. */
  readonly forget: {
    readonly request: { readonly model: StoredModel };
    readonly result: { readonly model: StoredModel; readonly sizeBytes: number };
  };
}

/** The records of a file, still as they came in it: JSON lines, in pieces, by their kinds. */
export interface Unpacked {
  readonly kind: ArchiveKind;
  readonly records: Readonly<Partial<Record<ArchivedKind, readonly Hash[]>>>;
}

/** What tells how much a row counts whose label came by chance or by a person's choice: see `originWeights`. */
export interface Weighing extends Served {
  /** The origin of each row of the table. */
  readonly origins: Hash;
}

/** A role for every row of a table. */
export interface AssignedRoles {
  readonly roles: Hash;
  readonly counts: Readonly<Record<Role, number>>;
}

export type ComputeKind = keyof ComputeJobs;

export interface ComputeContext extends JobContext {
  /** Where large things are read and written; bytes that are written are moved away. */
  readonly blobs: Blobs;
  /** The engines that this work has lost so far; it goes on with others. */
  readonly lost: readonly LostEngine[];
}

/**
 * Whoever runs compute jobs: a worker in the browser, the same thread in Node.
 *
 * Rejects with `worker-died` or `out-of-memory` when the worker is gone, with `worker-ended` when it was ended for another job, and with `engine-lost` when only its engine is.
 */
export interface Compute {
  run<K extends ComputeKind>(
    kind: K,
    request: ComputeJobs[K]['request'],
    context: ComputeContext,
  ): Promise<ComputeJobs[K]['result']>;
}
