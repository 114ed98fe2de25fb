import type { EngineKind, LostEngine } from '../core/dense.ts';
import { PerennialError, throwIfCancelled } from '../core/errors.ts';
import { type JobWatch, type Progress, unwatched } from '../core/progress.ts';
import type { Hash } from '../core/ids.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { Change, Draft, Store } from '../core/store.ts';
import type { ComputeJobs, ComputeKind } from './compute.ts';
import type { House } from './house.ts';
import type { HalfDone, Journal } from './journal.ts';

/** How often a part may fail in one place before the whole work is given up: every engine but the last may be lost once. */
const MOST_FAILURES = 5;

/**
 * Work towards one commit, a part of it for each compute job. A part whose worker or engine is lost goes on from its
 * checkpoint, with another engine where it had one. With a journal, parts that are done are not done again after a crash.
 */
export class Work implements JobWatch {
  readonly signal: AbortSignal;
  readonly #house: House;
  readonly #watch: JobWatch;
  readonly #draft: Draft;
  readonly #journal: Journal | null;
  #notice: string | undefined;

  constructor(house: House, watch: JobWatch, draft: Draft, journal: Journal | null) {
    this.signal = watch.signal;
    this.#house = house;
    this.#watch = watch;
    this.#draft = draft;
    this.#journal = journal;
  }

  report(progress: Progress): void {
    const told = this.#notice === undefined ? progress : { ...progress, notice: this.#notice };
    this.#journal?.note(told);
    this.#watch.report(told);
  }

  async compute<K extends ComputeKind>(
    kind: K,
    request: ComputeJobs[K]['request'],
    report = (progress: Progress) => this.report(progress),
  ): Promise<ComputeJobs[K]['result']> {
    const key = JSON.stringify([kind, request]);
    const known = this.#journal?.answerTo(key);
    if (known) return known.result as unknown as ComputeJobs[K]['result'];
    const part = new Part((await this.#journal?.halfDone(key)) ?? null);
    for (;;) {
      throwIfCancelled(this.signal);
      try {
        const result = await this.#house.compute.run(kind, request, {
          signal: this.signal,
          report: (progress) => {
            part.engine = progress.engine ?? part.engine;
            report(progress);
          },
          blobs: this.#blobsOf(part),
          lost: part.lost,
          checkpoints: {
            last: part.halfDone?.snapshot ?? null,
            offer: async (take) => {
              part.keep(await take());
              await this.#journal?.keepHalfDone(key, part.halfDone!);
            },
          },
        });
        if (isKept(kind)) await this.#journal?.keepAnswer(key, result, part.blobs);
        return result;
      } catch (error) {
        throwIfCancelled(this.signal);
        this.#notice = part.survive(error) ?? this.#notice;
      }
    }
  }

  #blobsOf(part: Part): Pick<Store, 'read'> & Pick<Draft, 'write'> {
    return {
      read: (hash) => this.#house.store.read(hash),
      write: async (bytes) => {
        const hash = await this.#draft.write(bytes);
        part.blobs.add(hash);
        return hash;
      },
    };
  }
}

const KEPT: ReadonlySet<ComputeKind> = new Set(['read', 'gather', 'split', 'divide', 'fit', 'update']);

/** What takes long enough to be kept, and has a small and plain answer. */
function isKept(kind: ComputeKind): boolean {
  return KEPT.has(kind);
}

/** One compute job, through all the workers and engines that it may take. */
class Part {
  readonly blobs: Set<Hash>;
  readonly lost: LostEngine[] = [];
  /** Who trains at present, as far as was told. */
  engine: EngineKind | undefined;
  halfDone: HalfDone | null;
  #failures = 0;

  constructor(halfDone: HalfDone | null) {
    this.halfDone = halfDone;
    this.blobs = new Set(halfDone?.blobs);
  }

  keep(snapshot: Snapshot): void {
    this.halfDone = { snapshot, blobs: [...this.blobs] };
    this.#failures = 0;
  }

  /** What the person is told when it goes on after this error, if anything; throws the error when it cannot. */
  survive(error: unknown): string | undefined {
    if (error instanceof PerennialError && error.code === 'worker-ended') return undefined;
    const reason = error instanceof PerennialError ? lossOf(error) : undefined;
    this.#failures += 1;
    if (reason === undefined || this.#failures > MOST_FAILURES) throw error;
    if (this.engine) this.lost.push({ kind: this.engine, reason });
    this.engine = undefined;
    const place = this.halfDone ? 'from where it last stood' : 'from its start';
    return `${sentence(reason)}; the work went on ${place}`;
  }
}

/** What has happened to a worker or an engine, as part of a sentence; undefined where the work itself has failed. */
function lossOf({ code, details }: PerennialError): string | undefined {
  switch (code) {
    case 'worker-died':
      return 'its worker stopped';
    case 'out-of-memory':
      return 'it ran out of memory';
    case 'engine-lost':
      return String(details['reason']);
    default:
      return undefined;
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a use case makes: what is to be kept of it, all or nothing, and what is answered. */
export interface Finished<T> {
  readonly changes: readonly Change[];
  readonly result: T;
}

/** Work that ends in one commit, or, when it fails or is cancelled, leaves nothing behind. */
export async function undertake<T>(
  house: House,
  watch: JobWatch,
  journal: Journal | null,
  useCase: (work: Work, draft: Draft) => Promise<Finished<T>>,
): Promise<T> {
  const draft = house.store.begin();
  try {
    const { changes, result } = await useCase(new Work(house, watch, draft, journal), draft);
    throwIfCancelled(watch.signal);
    await draft.commit([...changes, ...((await journal?.ending()) ?? [])]);
    return result;
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

/** A compute job that answers a question: nothing is kept of it. */
export function asking<K extends ComputeKind>(
  house: House,
  kind: K,
  request: ComputeJobs[K]['request'],
): Promise<ComputeJobs[K]['result']> {
  return undertake(house, unwatched, null, async (work) => ({
    changes: [],
    result: await work.compute(kind, request),
  }));
}
