import type { PlaySource } from '../../../../workers/play/contract.ts';

/** What the person has chosen to play. */
export interface PlayChoice {
  /** The kind of a sample; `file`; or `champion`: the open project's, with a file of labelled rows. */
  readonly source: string;
  readonly file: File | null;
  /** The column of the file; null for the one that looks like it. */
  readonly target: string | null;
  /** The kind of what watches the champion's errors. */
  readonly detector: string;
  readonly seed: number;
}

/** The rules change abruptly three times, and a model that stands still falls to the level of a coin. */
export const FIRST_CHOICE: PlayChoice = {
  source: 'agrawal',
  file: null,
  target: null,
  detector: 'hddm-a',
  seed: 1,
};

/** Long enough for four concepts, short enough to be watched. */
const SAMPLE_ROWS = 8000;

/**
 * The source that is meant; null while its file is missing.
 *
 * @param archive the open project's champion as a file, where it is to be played
 */
export function sourceOf({ source, file, target }: PlayChoice, archive: Blob | null): PlaySource | null {
  switch (source) {
    case 'file':
      return file && { kind: 'file', file, fileName: file.name, target };
    case 'champion':
      return file && archive && { kind: 'champion', archive, file, fileName: file.name };
    default:
      return { kind: 'sample', sample: source, rows: SAMPLE_ROWS };
  }
}
