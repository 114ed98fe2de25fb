import type { LabelOrigin } from '../core/feedback.ts';
import type { Hash } from '../core/ids.ts';
import type { Role } from '../core/records.ts';
import type { Target } from '../core/schema.ts';

/** A table where it rests: Arrow IPC streams in row order, one a chunk. */
export interface StoredTable {
  readonly rows: number;
  readonly chunks: readonly Hash[];
  /** Rows of each chunk but the last. */
  readonly chunkRows: number;
}

/** Some rows of a table: those that have one of the roles named, by each of the assignments. */
export interface StoredRows {
  readonly table: StoredTable;
  /** Each a Uint8Array of indexes into ROLES, one a row. */
  readonly roles: readonly Hash[];
  readonly named: readonly Role[];
  /** Only those of them whose label came to be known in one of these ways; absent: all of them. */
  readonly origins?: { readonly rows: Hash; readonly named: readonly LabelOrigin[] };
}

/** A model where it rests: everything that a prediction needs. */
export interface StoredModel {
  readonly recipe: Hash;
  readonly snapshot: Hash;
  readonly target: Target;
}

/**
 * Whether rows beside each other are alike: random: no more than others are; rows: as they stand in the table; otherwise
 * in the order of this column's times.
 */
export type RowOrder = 'random' | 'rows' | { readonly column: string };
