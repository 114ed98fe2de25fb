import { PerennialError, throwIfCancelled } from '../core/errors.ts';
import { type JobWatch, unwatched } from '../core/progress.ts';
import type { Id } from '../core/ids.ts';
import type { House } from './house.ts';

type UseCase<Request, Rest extends unknown[], Result> = (
  house: House,
  request: Request,
  watch: JobWatch,
  ...rest: Rest
) => Promise<Result>;

/**
 * One at a time for each project: work that numbers a version or moves a name must see what the work before it has kept.
 * The compute worker has one thread, so waiting costs nothing. Who waits can be cancelled.
 */
export class Turns {
  readonly #last = new Map<Id, Promise<unknown>>();

  /** The same use case, which waits until nothing else is under way in its project. */
  inTurn<Request extends { readonly projectId: Id }, Rest extends unknown[], Result>(
    useCase: UseCase<Request, Rest, Result>,
  ): UseCase<Request, Rest, Result> {
    return (house, request, watch, ...rest) =>
      this.#take(request.projectId, watch, () => useCase(house, request, watch, ...rest));
  }

  /** Work that must see the project at rest: refused with `busy` while something is under way, and what starts waits. */
  async alone<T>(projectId: Id, work: () => Promise<T>): Promise<T> {
    if (this.#last.has(projectId))
      throw new PerennialError(
        'busy',
        'a training of this project is under way: wait until it is done, or cancel it',
        { stage: 'workspace' },
      );
    return this.#take(projectId, unwatched, work);
  }

  #take<T>(projectId: Id, watch: JobWatch, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(projectId);
    if (before) watch.report({ phase: 'waiting for the job before', done: 0, total: 0, unit: 'steps' });
    const turn = untilOver(before, watch.signal).then(work);
    // Whoever gave up waiting was not the last to work.
    const over = Promise.allSettled([before, turn]).then(() => {
      if (this.#last.get(projectId) === over) this.#last.delete(projectId);
    });
    this.#last.set(projectId, over);
    return turn;
  }
}

/** Resolves when the work before is over; rejects with `cancelled` as soon as the signal is aborted. */
async function untilOver(before: Promise<unknown> | undefined, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal);
  if (!before) return;
  let stop = () => undefined as void;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  signal.addEventListener('abort', stop, { once: true });
  await Promise.race([before, stopped]);
  signal.removeEventListener('abort', stop);
  throwIfCancelled(signal);
}
