/**
 * What each feature adds to each row's scores: base and contributions of a row's features add up to its score (Shapley values).
 *
 * Contributions of several features may be added up to that of the column that they were made from.
 */
export interface Contributions {
  readonly rows: number;
  readonly outputs: number;
  readonly features: number;
  /** The score where nothing is known of a row. */
  readonly base: Float64Array<ArrayBuffer>; // (outputs)
  readonly values: Float64Array<ArrayBuffer>; // (rows, outputs, features)
}
