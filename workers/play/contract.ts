import type { SelfTesting } from '../../src/seal/routes.ts';
import type { JobContract } from '../../src/bridge/jobs.ts';
import type { PlayOpening, PlayRequest, PlayStep } from '../../src/workspace/play-step.ts';

export type * from '../../src/workspace/play-step.ts';

/** A play at a time: opening another one ends the one before. */
export interface PlayJobs {
  readonly open: { readonly request: PlayRequest; readonly result: PlayOpening };
  /** The next batch; null once all rows have been played. */
  readonly next: { readonly request: null; readonly result: PlayStep | null };
}

export type PlayContract = JobContract<PlayJobs> & SelfTesting;
