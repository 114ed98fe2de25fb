/** How far a long job has come. `total` is 0 while it is not known; the rate is units a second. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'rows' | 'columns' | 'steps' | 'epochs' | 'trees';
  /** Learning only: the curve's newest point. */
  readonly point?: CurvePoint;
}

/** One point of a learning curve: mean loss per row, unregularised, after `step` optimizer steps. */
export interface CurvePoint {
  readonly step: number;
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validationLoss: number | null;
}

/** What a long job is handed: a way to say how far it is, and a way to be told to stop. */
export interface JobContext {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}
