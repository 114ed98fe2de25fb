import type { DenseShape, EngineKind } from './dense.ts';

/** What one training step costs an engine: a sum of four parts, none of which is negative, in microseconds. */
export interface StepCost {
  /** For taking a step at all. */
  readonly step: number;
  /** For each million of multiply-adds. */
  readonly million: number;
  /** For each thousand of parameters, which the optimizer goes through once a step. */
  readonly thousand: number;
  /** For each thousand of values that the layers make of the batch's rows. */
  readonly values: number;
}

/** Models that engines have loops of their own for: linear ones with one output, and all others. */
export type ModelFamily = 'linear' | 'network';

/** One training step as it was timed. */
export interface MeasuredStep {
  readonly shape: DenseShape;
  readonly batchSize: number;
  readonly us: number;
}

/**
 * What is known of one engine on this device. agreed: it computes what plain TypeScript does, and was timed. rejected: it computes
 * something else. failed: it did not start, or broke off. left-out: there was no point in trying.
 */
export type EngineRow =
  | {
      readonly kind: EngineKind;
      readonly outcome: 'agreed';
      readonly measured: readonly MeasuredStep[];
      readonly costs: Readonly<Record<ModelFamily, StepCost>>;
    }
  | {
      readonly kind: EngineKind;
      readonly outcome: 'rejected' | 'failed' | 'left-out';
      /** Part of a sentence. */
      readonly reason: string;
    };

/** What a table holds for: with any other of these, engines are measured anew. */
export interface EnginePlace {
  /** What the browser says of itself, a line each: its user agent, then its brands with their full versions, where it has them. */
  readonly browser: string;
  readonly cores: number;
  /** The graphics processor, as far as the browser names it; empty where there is none. */
  readonly adapter: string;
  /** Of the measurement itself. */
  readonly version: number;
}

/** The engines of this device, measured. */
export interface EngineTable {
  readonly place: EnginePlace;
  /** Milliseconds since 1970. */
  readonly measuredAt: number;
  readonly tookMs: number;
  readonly rows: readonly EngineRow[];
}

/** The database in which the table of this device is kept, apart from the projects. */
export const ENGINE_DATABASE = 'perennial-engines';

/**
 * What is asked of the table. known: the one that is kept, or null; once: the same, and where there is none engines are
 * measured; again: they are measured whatever is known.
 */
export type EngineQuestion = 'known' | 'once' | 'again';
