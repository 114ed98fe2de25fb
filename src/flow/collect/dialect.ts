export type Delimiter = ',' | ';' | '\t' | '|';

/** How a delimited file marks its cells and lines. */
export interface Dialect {
  readonly delimiter: Delimiter;
  /** Whether a quote at a cell's start encloses it; otherwise quotes are letters like any other. */
  readonly quoting: boolean;
  /** CRLF counts as LF with a CR before it; CR alone is what very old files have. */
  readonly newline: 'LF' | 'CR';
}
