import type { Field } from './schema.ts';

/** What is in a column, for a person to look at. */
export interface ColumnProfile extends Field {
  readonly rows: number;
  /** number, time and boolean (as 0 and 1); null where every cell is missing. */
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly median: number | null;
  /** number and time: counts between equally spaced edges (one edge more than counts). */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
  /**
   * category, boolean, text, identifier: the most frequent values with their counts, at most 20; number: all of its values
   * where there are at most 20 and they are whole.
   */
  readonly top: readonly { readonly label: string; readonly count: number }[];
  readonly warnings: readonly ColumnWarning[];
}

/**
 * What is odd about a column, with the sentence that a person reads.
 *
 * constant: one value so far. identifier: names rows. time-index: grows with the row number, so that every later row
 * lies beyond what was learnt. leakage: tells the target almost alone. mostly-missing: half its cells or more.
 * infinite: numbers that are not finite, and count as missing. unreadable: cells that are not of the column's kind, read as text or as missing.
 */
export interface ColumnWarning {
  readonly kind:
    'constant' | 'identifier' | 'time-index' | 'leakage' | 'mostly-missing' | 'infinite' | 'unreadable';
  readonly message: string;
}
