import type { Baseline, Evaluation } from '../core/evaluation.ts';
import type { Hash } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { Target } from '../core/schema.ts';
import type { TreeFile, TreeFormat, TreeParity } from './answers.ts';
import type { RowOrder, StoredModel, StoredRows, StoredTable } from './stored.ts';

/** The compute jobs about files of other systems. */
export interface TreeFileJobs {
  /**
   * A model's trees as a file of XGBoost or LightGBM. Throws `no-trees` for other models, `parity` where the file, read back, predicts otherwise.
   *
   * `rows`: on which it is held against the model, besides rows at its thresholds.
   */
  readonly 'export-trees': {
    readonly request: {
      readonly model: StoredModel;
      readonly format: TreeFormat;
      readonly rows: StoredRows | null;
    };
    readonly result: { readonly file: Blob; readonly parity: TreeParity };
  };
  /** What a file of XGBoost or LightGBM says. Throws `exchange-...`, and `missing-column` where it asks for more columns than there are. */
  readonly 'look-at-trees': {
    readonly request: {
      readonly file: Blob;
      readonly columns: readonly ColumnProfile[];
      readonly targetColumn: string;
      readonly labels: Readonly<Record<string, readonly string[]>>;
      /** Which column a feature is, where its name does not tell. */
      readonly matches: Readonly<Record<string, string>>;
    };
    readonly result: TreeFile;
  };
  /** Such a file as a model of a table. */
  readonly 'adopt-trees': {
    readonly request: {
      readonly file: Blob;
      readonly columns: readonly ColumnProfile[];
      readonly labels: Readonly<Record<string, readonly string[]>>;
      readonly matches: Readonly<Record<string, string>>;
      /** The label of each class of the file. */
      readonly classes: readonly string[];
      readonly table: StoredTable;
      readonly roles: Hash;
      readonly target: Target;
      readonly order: RowOrder;
      readonly seed: number;
    };
    readonly result: {
      readonly model: StoredModel;
      readonly sizeBytes: number;
      readonly evaluation: Evaluation | null;
      readonly baseline: Baseline;
      readonly format: TreeFormat;
      readonly rounds: number;
      readonly options: JsonObject;
    };
  };
}
