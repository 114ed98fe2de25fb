import { type Checkpoints, noCheckpoints } from './checkpoints.ts';
import type { EngineKind } from './dense.ts';

/** How far a long job has come. `total` is 0 while it is not known; the rate is units a second. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'rows' | 'columns' | 'steps' | 'epochs' | 'trees';
  /** Learning only: the curve's newest point. */
  readonly point?: CurvePoint;
  /** Learning only: who takes the steps. */
  readonly engine?: EngineKind;
  /** What went wrong on the way and how the job goes on all the same: a sentence that stays until the job is over. */
  readonly notice?: string;
}

/** One point of a learning curve: mean loss per row, unregularised, after `step` optimizer steps. */
export interface CurvePoint {
  readonly step: number;
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validationLoss: number | null;
  /** Where a metric on validation rows decides which point is kept instead of their loss: that, the higher the better, for errors stand negated. */
  readonly score?: number;
  /**
   * Forests of bagged trees only: of each training row by the trees that did not learn it; null while there is no such row. The score is the share of rows
   * whose likeliest class is theirs, or R2, the share of the target's variance that is explained.
   */
  readonly outOfBagLoss?: number | null;
  readonly outOfBagScore?: number | null;
}

/** Whoever follows a job: hears how far it is, and may stop it. */
export interface JobWatch {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}

/** What a long job is handed: who follows it, and where it writes down how far it is. */
export interface JobContext extends JobWatch {
  readonly checkpoints: Checkpoints;
  /** How long work may keep its thread to itself, about; where nobody says, 20 ms: enough to hear a cancel, little to lose. */
  readonly sliceMs?: number;
}

/** For work that nobody watches and nobody stops. */
export const unwatched: JobContext = {
  signal: new AbortController().signal,
  report: () => undefined,
  checkpoints: noCheckpoints,
};
