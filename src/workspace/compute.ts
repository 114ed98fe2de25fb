import type { ColumnKind } from '../core/column.ts';
import type { EngineChoice } from '../core/dense.ts';
import type { Baseline, Evaluation } from '../core/evaluation.ts';
import type { JsonObject } from '../core/json.ts';
import type { LearningReport } from '../core/learner.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { JobContext } from '../core/progress.ts';
import type { ReadOptions, ReadReport } from '../core/reader.ts';
import type { Recipe } from '../core/recipe.ts';
import type { SplitFractions, SplitStrategy } from '../core/records.ts';
import type { Target } from '../core/schema.ts';
import type { RowScores } from '../flow/learn/trial.ts';
import type { InspectedRow } from './api.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A table as it travels between threads and rests in the store: Arrow IPC streams, one a chunk. */
export type Chunks = readonly Bytes[];

/** A model as it travels: everything that a prediction needs. */
export interface PackedModel {
  readonly recipe: Recipe;
  readonly snapshot: Bytes;
  readonly target: Target;
}

export interface ReadTable {
  readonly chunks: Chunks;
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

/** Everything over 8 ms: what each kind of work is given, and what comes back. It sees no store. */
export interface ComputeJobs {
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
  readonly generate: {
    readonly request: { readonly sample: string; readonly rows: number; readonly seed: number };
    readonly result: ReadTable;
  };
  readonly retype: {
    readonly request: {
      readonly chunks: Chunks;
      readonly column: string;
      readonly kind: ColumnKind;
      readonly treatAsMissing: boolean;
    };
    readonly result: ReadTable;
  };
  /** What only the cells can tell of a target: the columns that give it away. */
  readonly describe: {
    readonly request: { readonly chunks: Chunks; readonly target: Target };
    readonly result: {
      readonly suspects: readonly { readonly column: string; readonly message: string }[];
    };
  };
  readonly split: {
    readonly request: {
      readonly chunks: Chunks;
      readonly target: Target;
      readonly strategy: SplitStrategy;
      readonly fractions: SplitFractions;
    };
    readonly result: { readonly roles: Bytes };
  };
  readonly fit: {
    readonly request: {
      readonly chunks: Chunks;
      readonly roles: Bytes;
      readonly target: Target;
      /** Not fitted yet. */
      readonly recipe: Recipe;
      readonly learner: { readonly kind: string; readonly options: JsonObject };
      readonly balanceClasses: boolean;
      readonly engine: EngineChoice;
      readonly seed: number;
    };
    readonly result: {
      readonly model: PackedModel;
      readonly report: LearningReport;
      readonly validationLoss: number;
      readonly evaluation: Evaluation | null;
      readonly baseline: Baseline;
    };
  };
  /** The challenger: a copy of the champion goes on with the rows that train. */
  readonly update: {
    readonly request: {
      readonly model: PackedModel;
      readonly chunks: Chunks;
      readonly roles: Bytes;
      readonly hasConceptChanged: boolean;
      readonly engine: EngineChoice;
      readonly seed: number;
    };
    readonly result: { readonly model: PackedModel; readonly report: LearningReport };
  };
  /** Which rows have a label. Throws `no-labels` when none has, `unknown-label` for a label that the model does not know. */
  readonly labelled: {
    readonly request: { readonly model: PackedModel; readonly chunks: Chunks };
    readonly result: { readonly rows: Uint32Array<ArrayBuffer> };
  };
  /** What the model makes of each of the rows named. */
  readonly score: {
    readonly request: {
      readonly model: PackedModel;
      readonly chunks: Chunks;
      readonly rows: Uint32Array<ArrayBuffer>;
    };
    readonly result: RowScores;
  };
  readonly evaluate: {
    readonly request: {
      readonly model: PackedModel;
      readonly chunks: Chunks;
      readonly baseline: Baseline;
      readonly seed: number;
    };
    readonly result: { readonly evaluation: Evaluation };
  };
  readonly predict: {
    readonly request: { readonly model: PackedModel; readonly chunks: Chunks; readonly rows: number };
    readonly result: { readonly csv: Blob; readonly rows: number };
  };
  readonly inspect: {
    readonly request: {
      readonly model: PackedModel;
      readonly chunks: Chunks;
      readonly rows: Uint32Array<ArrayBuffer>;
      readonly cell: { readonly actual: number; readonly predicted: number } | null;
      readonly limit: number;
    };
    readonly result: { readonly columns: readonly string[]; readonly rows: readonly InspectedRow[] };
  };
}

export type ComputeKind = keyof ComputeJobs;

/** Whoever runs compute jobs: a worker in the browser, the same thread in Node. */
export interface Compute {
  run<K extends ComputeKind>(
    kind: K,
    request: ComputeJobs[K]['request'],
    context: JobContext,
  ): Promise<ComputeJobs[K]['result']>;
}
