/** Where in a file reading goes on: a record's start, in bytes of the file's own encoding, and its line, counted from 1. */
export interface RecordPlace {
  readonly offset: number;
  readonly line: number;
}
