import type { Checkpoints } from '../../src/core/checkpoints.ts';
import { isCancelled } from '../../src/core/errors.ts';
import { unwatched, type JobContext } from '../../src/core/progress.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../../src/core/snapshot.ts';

class CutOff extends Error {}

/**
 * Runs a job that is cut off at the first of these offers of a checkpoint (counted from 1), goes on from what it wrote
 * down there, is cut off again at the second of them, counted from where it went on, and so forth; then to its end.
 * Each checkpoint goes through bytes, as it does through the store. Every other time the job is not killed but cancelled.
 *
 * @returns the job's own result, and what it wrote down at each cut.
 */
export async function runCutOff<T>(
  job: (context: JobContext) => Promise<T>,
  cuts: readonly number[],
): Promise<{ readonly result: T; readonly written: readonly Snapshot[] }> {
  const written: Snapshot[] = [];
  for (const [index, cut] of cuts.entries()) {
    const abort = new AbortController();
    const checkpoints: Checkpoints = {
      last: written.at(-1) ?? null,
      async offer(take) {
        if (--left > 0 || abort.signal.aborted) return;
        written.push(decodeSnapshot(encodeSnapshot(await take())));
        if (index % 2) abort.abort();
        else throw new CutOff();
      },
    };
    let left = cut;
    const cutOff = await job({ ...unwatched, checkpoints, signal: abort.signal }).then(
      () => false,
      (error) => {
        if (error instanceof CutOff || isCancelled(error)) return true;
        throw error;
      },
    );
    if (!cutOff) throw new Error(`the job ended before it offered checkpoint ${cut}`);
  }
  const checkpoints: Checkpoints = { last: written.at(-1) ?? null, offer: async () => undefined };
  return { result: await job({ ...unwatched, checkpoints }), written };
}

/** What a job that is not cut off comes to, and how many checkpoints it offers. */
export async function runWhole<T>(
  job: (context: JobContext) => Promise<T>,
): Promise<{ readonly result: T; readonly offers: number }> {
  let offers = 0;
  const checkpoints: Checkpoints = {
    last: null,
    async offer() {
      offers++;
    },
  };
  return { result: await job({ ...unwatched, checkpoints }), offers };
}
