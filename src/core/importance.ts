/** How much worse a model answers when it cannot look at a column. */
export interface ColumnImportance {
  readonly column: string;
  /** By how much the mean loss of a row rises where the column's cells are shuffled among the rows: the mean over all shuffles. */
  readonly rise: number;
  /** The standard deviation of that over the shuffles. */
  readonly spread: number;
  /** The same rise of the share of rows that are answered wrongly; null for a regression. */
  readonly errorRise: number | null;
}

/** What a model looks at, measured on rows that taught it nothing. */
export interface PermutationImportance {
  readonly rows: number;
  /** How often each column was shuffled. */
  readonly repeats: number;
  readonly loss: 'log-loss' | 'absolute-error';
  /** The mean loss and the share of wrong answers (null for a regression) before anything is shuffled. */
  readonly before: number;
  readonly errorBefore: number | null;
  /** The highest rise first. */
  readonly columns: readonly ColumnImportance[];
}

/** What a model looks at, measured from without and, where it consists of trees, looked up within. */
export interface Importance {
  /** Null where none of its rows are here. */
  readonly permutation: PermutationImportance | null;
  /**
   * Which rows those are. report: they chose nothing about it; judge: they decided whether it became champion; validation: they told it when to stop
   * learning, so that it does a bit better on them than on others.
   */
  readonly role: 'report' | 'judge' | 'validation' | null;
  /** The largest share of gain first; null where it does not consist of trees. */
  readonly use: readonly ColumnUse[] | null;
}

/** How much the trees of a model use a column. */
export interface ColumnUse {
  readonly column: string;
  /** What its splits gained, as a share of what all splits did; 0 where nothing was gained at all. */
  readonly gainShare: number;
  /** How many splits ask for it. */
  readonly splits: number;
}
