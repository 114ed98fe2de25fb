import type { Score } from '../core/evaluation.ts';
import type { DriftReport } from '../flow/monitor/distributions/distribution-drift.ts';

/** What can be told of rows without their labels: how well a model does on them, and how they differ from those that it learnt from. */
export interface FileCheck {
  /** Of the file. */
  readonly rows: number;
  /** Those of them that were drawn, by the seed, and looked at. */
  readonly sampled: number;
  readonly seed: number;
  readonly quality: QualityEstimate;
  /** Null for a model that came in a file, without the rows that it learnt from. */
  readonly drift: FileDrift | null;
}

export type QualityEstimate =
  | {
      readonly kind: 'estimated';
      /** With what labels would show in 95 of 100 cases, and what the most frequent class would reach. */
      readonly accuracy: Score;
      /** What must be true for it to hold, for the person to read beside it. */
      readonly assumption: string;
      /** The calibrator's title, and the labelled rows that it was fitted on: none that the model has learnt. */
      readonly calibrator: string;
      readonly calibratedOn: number;
    }
  | {
      readonly kind: 'not-estimated';
      readonly reason: 'regression' | 'few-held-rows';
      /** Labelled rows that the model has not learnt, and how many it would take. */
      readonly heldRows: number;
      readonly fewestRows: number;
    };

export interface FileDrift extends DriftReport {
  /** That the model has learnt from. */
  readonly learntRows: number;
  /** Those of them that were drawn. */
  readonly sampledRows: number;
}
