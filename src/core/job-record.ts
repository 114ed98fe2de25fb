import type { Json, JsonObject } from './json.ts';
import type { Progress } from './progress.ts';
import type { Hash, Id } from './ids.ts';

/** The long jobs that go on where they were cut off. */
export type LastingJob = 'import' | 'train' | 'learn-on' | 'learn-rows';

/** A long job under way: all that it needs to go on after its worker, its tab or the browser has died. */
export interface JobRecord {
  readonly kind: 'job';
  readonly id: Id;
  /** Its own id while it belongs to no project yet. */
  readonly projectId: Id;
  readonly job: LastingJob;
  /** As it was asked for, but for the file, which has a record of its own. */
  readonly request: JsonObject;
  readonly startedAt: number;
  /** The opening of the store in which it runs, or ran. */
  readonly session: string;
  /** Where it stood when it was last written down. */
  readonly progress: Pick<Progress, 'phase' | 'done' | 'total' | 'unit'> | null;
  /** What is done of it, each by the key of its request. */
  readonly answers: readonly {
    readonly key: string;
    readonly result: Json;
    readonly blobs: readonly Hash[];
  }[];
  /** What is half done. */
  readonly checkpoint: {
    readonly key: string;
    readonly snapshot: Hash;
    readonly blobs: readonly Hash[];
  } | null;
}

/** The file that a job reads, kept while the job is: its id is the job's. */
export interface JobFile {
  readonly kind: 'job-file';
  readonly id: Id;
  readonly projectId: Id;
  readonly file: Blob;
}
