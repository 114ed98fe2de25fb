import { pause } from './clock.ts';
import { throwIfCancelled } from './errors.ts';
import type { JobContext } from './progress.ts';

/** Work that stops after every slice of it, some milliseconds long, so that others can be let in. */
export type Sliced<T> = Generator<void, T, void>;

/** Does the work without a stop. */
export function inOneGo<T>(work: Sliced<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Lets other messages in between the slices; throws `cancelled` once the signal is aborted. */
export async function letOthersIn<T>(work: Sliced<T>, { signal }: Pick<JobContext, 'signal'>): Promise<T> {
  for (;;) {
    throwIfCancelled(signal);
    const { done, value } = work.next();
    if (done) return value;
    await pause();
  }
}
