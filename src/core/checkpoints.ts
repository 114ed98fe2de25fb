import type { Clock } from './clock.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Where a long job writes down how far it is. After a crash it begins again with what it wrote down last, and ends with
 * the bytes of a run that was never cut off.
 */
export interface Checkpoints {
  /** What this very job wrote down last before it was cut off; null where it begins. */
  readonly last: Snapshot | null;
  /**
   * Asked between slices of work. While no checkpoint is due it costs nothing; when one is, `take` is called for all
   * that the job needs to go on from here, and it resolves once that is kept.
   */
  offer(take: () => Snapshot | Promise<Snapshot>): Promise<void>;
}

/** For work that is begun again from its start. */
export const noCheckpoints: Checkpoints = { last: null, offer: async () => undefined };

/** Keeps a checkpoint whenever one is offered and `everyMs` have gone by since the last one was kept, or since now. */
export function checkpointsEvery(
  everyMs: number,
  clock: Clock,
  last: Snapshot | null,
  keep: (snapshot: Snapshot) => Promise<void>,
): Checkpoints {
  let keptAt = clock();
  return {
    last,
    async offer(take) {
      if (clock() - keptAt < everyMs) return;
      await keep(await take());
      keptAt = clock();
    },
  };
}
