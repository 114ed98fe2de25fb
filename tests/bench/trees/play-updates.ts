import type { Learner } from '../../../src/core/learner.ts';
import { takeBatchRows, type Batch } from '../../../src/core/matrix.ts';
import { unwatched } from '../../../src/core/progress.ts';
import { accuracyOf } from './accuracy-of.ts';

/** What is done with rows once they have been predicted. */
export type Learning = 'updated' | 'frozen' | 'refitted';

export interface Played {
  /** Of the rows behind the first ones, each predicted before it was learnt. */
  readonly accuracy: number;
  /** Of each learning. */
  readonly ms: readonly number[];
}

/**
 * Prequential, in steps: a learner of the first rows predicts the next ones, is scored, learns from them or not, predicts the next ones, and so on. `refitted` is
 * fitted anew on all rows so far each time.
 */
export async function playUpdates(
  learner: Learner,
  all: Batch,
  { first, step, learning, seed }: { first: number; step: number; learning: Learning; seed: number },
): Promise<Played> {
  const run = { seed, engine: 'auto', context: unwatched } as const;
  const none = rowsOf(all, 0, 0);
  await learner.fit(rowsOf(all, 0, first), none, run);
  let right = 0;
  const ms: number[] = [];
  for (let from = first; from < all.y.length; from += step) {
    const fresh = rowsOf(all, from, from + step);
    right += accuracyOf(learner.predict(fresh.x), fresh) * fresh.y.length;
    const begin = performance.now();
    if (learning === 'updated') await learner.update(fresh, { ...run, hasConceptChanged: false });
    if (learning === 'refitted') await learner.fit(rowsOf(all, 0, from + step), none, run);
    ms.push(performance.now() - begin);
  }
  return { accuracy: right / (all.y.length - first), ms };
}

function rowsOf(all: Batch, from: number, to: number): Batch {
  const count = Math.max(0, Math.min(to, all.y.length) - from);
  return takeBatchRows(
    all,
    Uint32Array.from({ length: count }, (_, row) => from + row),
  );
}
