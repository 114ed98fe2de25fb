/**
 * How a label came to be known.
 *
 * full-batch: every row of the batch has its label, whatever was predicted. audit: the row was drawn at random, before
 * its label was known, to be labelled. confirmation: the person agreed with a prediction. correction: the person put one
 * right.
 */
export const LABEL_ORIGINS = ['full-batch', 'audit', 'confirmation', 'correction'] as const;
export type LabelOrigin = (typeof LABEL_ORIGINS)[number];

/** What a person or a program says of one cell; null where it is missing. */
export type Cell = string | number | boolean | null;

/** A row by the names of its columns. */
export type CellsByName = Readonly<Record<string, Cell>>;

/** A row with the label that it turned out to have. */
export interface LabelledRow {
  readonly cells: CellsByName;
  readonly label: string | number | boolean;
  readonly origin: LabelOrigin;
}

/**
 * Whether the label may decide between two models: only where its arrival does not depend on what was predicted. People
 * correct mostly mistakes, and confirm mostly what is obvious.
 *
 * @example
 * isEvidence('audit') // true
 * isEvidence('correction') // false
 */
export function isEvidence(origin: LabelOrigin): boolean {
  return origin === 'full-batch' || origin === 'audit';
}
