import { PerennialError } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { Progress } from '../core/progress.ts';
import type { Hash, Id } from '../core/ids.ts';
import type { JobRecord, LastingJob } from '../core/job-record.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../core/snapshot.ts';
import type { Change, Store } from '../core/store.ts';
import { type House, newId, removing } from './house.ts';

/** Failures that say nothing about the work itself: it can go on when they are over. */
const INTERRUPTIONS: ReadonlySet<string> = new Set([
  'worker-died',
  'out-of-memory',
  'engine-lost',
  'store-full',
  'store-failed',
  'store-closed',
  'taken-over',
]);

/** The session of a job that nobody is at. */
const NOBODY = '';

/** Where a part of the work stood when it was last written down. */
export interface HalfDone {
  readonly snapshot: Snapshot;
  /** What it had stored until then. */
  readonly blobs: readonly Hash[];
}

/** What a job leaves behind in the store while it is under way, so that it can go on after a crash. */
export class Journal {
  readonly #store: Store;
  #record: JobRecord;
  readonly #hasFile: boolean;
  #progress: JobRecord['progress'];
  readonly #begun: Promise<void>;
  /** Each change of the record waits for the one before. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(store: Store, record: JobRecord, hasFile: boolean, begun: Promise<void>) {
    this.#store = store;
    this.#record = record;
    this.#hasFile = hasFile;
    this.#progress = record.progress;
    this.#begun = begun;
    begun.catch(() => undefined); // Told by whatever is written next.
  }

  /**
   * Notes down that a job begins, while its work begins already. The file is kept beside it, so that the job does not depend
   * on the one on the person's disk.
   */
  static begin(
    house: House,
    job: LastingJob,
    request: JsonObject,
    projectId: Id | null,
    file: Blob | null,
  ): Journal {
    const { store } = house;
    const id = newId(house);
    const record: JobRecord = {
      kind: 'job',
      id,
      projectId: projectId ?? id,
      job,
      request,
      startedAt: house.clock(),
      session: store.session,
      progress: null,
      answers: [],
      checkpoint: null,
    };
    const kept: Change[] = file ? [{ put: { kind: 'job-file', id, projectId: record.projectId, file } }] : [];
    const begun = store.begin().commit([{ put: record }, ...kept]);
    return new Journal(store, record, file !== null, begun);
  }

  /** Takes up a job whose worker has died; from now on it is this worker's. */
  static async takeUp({ store }: House, found: JobRecord, hasFile: boolean): Promise<Journal> {
    const record = { ...found, session: store.session };
    await store.begin().commit([stillOf(found), { put: record }]);
    return new Journal(store, record, hasFile, Promise.resolve());
  }

  get id(): Id {
    return this.#record.id;
  }

  note({ phase, done, total, unit }: Progress): void {
    this.#progress = { phase, done, total, unit };
  }

  answerTo(key: string): { readonly result: Json } | undefined {
    return this.#record.answers.find((answer) => answer.key === key);
  }

  async halfDone(key: string): Promise<HalfDone | null> {
    const { checkpoint } = this.#record;
    if (checkpoint?.key !== key) return null;
    return {
      snapshot: decodeSnapshot(await this.#store.read(checkpoint.snapshot)),
      blobs: checkpoint.blobs,
    };
  }

  async keepHalfDone(key: string, { snapshot, blobs }: HalfDone): Promise<void> {
    await this.#change(async (draft) => ({
      checkpoint: { key, snapshot: await draft.write(encodeSnapshot(snapshot)), blobs },
    }));
  }

  /** `result` is small and plain. */
  async keepAnswer(key: string, result: unknown, blobs: Iterable<Hash>): Promise<void> {
    const answer = { key, result: result as Json, blobs: [...blobs] };
    await this.#change(async () => ({ answers: [...this.#record.answers, answer], checkpoint: null }));
  }

  /** The changes with which the job is over: nothing is kept of its work when it was given up in the meantime. */
  async ending(): Promise<Change[]> {
    await this.#begun;
    return [stillOf(this.#record), ...this.#removal()];
  }

  /** After a failure: forgotten, or left to whoever goes on with it. */
  async abandon(error: unknown): Promise<void> {
    await Promise.allSettled([this.#begun, this.#last]);
    const canGoOn = error instanceof PerennialError && INTERRUPTIONS.has(error.code);
    const change: Change[] = canGoOn ? [{ put: { ...this.#record, session: NOBODY } }] : this.#removal();
    // Where it cannot be written it is offered again; the failure before is what the person is told.
    await this.#store
      .begin()
      .commit([stillOf(this.#record), ...change])
      .catch(() => undefined);
  }

  #removal(): Change[] {
    const file = { kind: 'job-file', id: this.id } as const;
    return removing(this.#hasFile ? [this.#record, file] : [this.#record]);
  }

  async #change(make: (draft: ReturnType<Store['begin']>) => Promise<Partial<JobRecord>>): Promise<void> {
    const changed = this.#last
      .catch(() => undefined)
      .then(async () => {
        await this.#begun;
        const draft = this.#store.begin();
        try {
          const record = { ...this.#record, ...(await make(draft)), progress: this.#progress };
          await draft.commit([stillOf(record), { put: record }]);
          this.#record = record;
        } catch (error) {
          await draft.discard();
          throw error;
        }
      });
    this.#last = changed;
    await changed;
  }
}

/** Nothing is kept where another tab has taken the job up since. */
function stillOf({ kind, id, session }: JobRecord): Change {
  return { expect: { kind, id, session } };
}
