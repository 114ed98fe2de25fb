import type { Comparison } from '../core/evaluation.ts';
import type { PlaySource } from './play-source.ts';

export type { PlaySource } from './play-source.ts';

/**
 * Who answers every row of a play: the model that learnt the first rows and nothing since; the champion of the time;
 * whoever says the newest label that is known; whoever says the most frequent one.
 */
export const PLAYERS = ['champion', 'frozen', 'majority', 'no-change'] as const;
export type Player = (typeof PLAYERS)[number];

/** What is asked of a play. The same request gives the same play, byte for byte. */
export interface PlayRequest {
  readonly source: PlaySource;
  /** The kind of what watches the champion's errors. */
  readonly detector: string;
  readonly seed: number;
}

/** What is known once the first model has been trained. */
export interface PlayOpening {
  /** In all: `firstRows` of them have been learnt, the others are to be played. */
  readonly rows: number;
  readonly firstRows: number;
  /** Labels become known, and are learnt, once so many rows have been answered. */
  readonly batchRows: number;
  /** Rows over which accuracy is drawn. */
  readonly windowRows: number;
  readonly target: string;
  readonly columns: readonly string[];
  /** Rows (from 0) from which on another concept holds, where the source knows. */
  readonly changes: readonly number[];
  readonly notes: readonly string[];
}

/** Something that happened once the labels of the rows up to `row` had become known. */
export interface PlayMark {
  /** How many rows had come. */
  readonly row: number;
  /** drift: the detector's, on the champion's errors; blocked: the challenger forgot. */
  readonly kind: 'drift' | 'update' | 'promotion' | 'blocked';
  readonly text: string;
}

/** A batch: every row was answered before any of their labels was learnt. */
export interface PlayStep {
  /** The first row of the batch, counted from 0. */
  readonly from: number;
  readonly rows: number;
  /** 1 where the player was right. */
  readonly right: Readonly<Record<Player, Uint8Array<ArrayBuffer>>>; // (rows)
  /** The share of the newest `windowRows` rows, this one included, in which the player was right. */
  readonly accuracy: Readonly<Record<Player, Float32Array<ArrayBuffer>>>; // (rows)
  /** The number of the version that answered as the champion. */
  readonly championNumber: number;
  /** The champion against the first model, on all rows played so far. */
  readonly lead: Comparison;
  /** How much better the champion is than chance (Cohen's kappa) and than repeating the last label (kappa-temporal), on all rows played so far. */
  readonly agreement: { readonly kappa: number; readonly kappaTemporal: number };
  readonly marks: readonly PlayMark[];
}
