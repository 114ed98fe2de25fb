/**
 * Why a model answered a row so: what each column adds to its score, from where nothing is known of the row to the answer. Base and contributions
 * add up to the score.
 */
export interface AnswerReasons {
  /** The class that the score speaks for; null for a regression. */
  readonly label: string | null;
  /**
   * What a score is. value: the answer itself; log-value: its logarithm; probability: that of the class; log-odds: the logarithm of its
   * probability over that of the other class; log-lead: the logarithm of its probability over the geometric mean of those of all classes.
   */
  readonly scale: 'value' | 'log-value' | 'probability' | 'log-odds' | 'log-lead';
  readonly base: number;
  readonly score: number;
  /** Base and score as an answer: a value, or the probability of the class. */
  readonly baseAnswer: number;
  readonly answer: number;
  /** The largest contribution first, whatever its sign. */
  readonly columns: readonly ColumnReason[];
}

export interface ColumnReason {
  readonly column: string;
  /** That of all features that were made from the column, added up. */
  readonly contribution: number;
}
