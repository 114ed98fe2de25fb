import type { JobHost } from '../../src/bridge/host.ts';
import type { JobContract, JobTypes } from '../../src/bridge/jobs.ts';
import type { LostEngine } from '../../src/core/dense.ts';
import type { EngineQuestion, EngineTable } from '../../src/core/engine-table.ts';
import type { Hash } from '../../src/core/ids.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { SelfTesting } from '../../src/seal/routes.ts';
import type { ComputeJobs } from '../../src/workspace/compute.ts';

/** A job as it is begun, or begun again after it was cut off. */
export interface ComputeTask<Request> {
  readonly request: Request;
  /** The encoded snapshot that this very job wrote down last; null where it begins. */
  readonly checkpoint: Uint8Array<ArrayBuffer> | null;
  readonly lost: readonly LostEngine[];
}

export type ComputeTasks<Jobs extends JobTypes<Jobs>> = {
  readonly [K in keyof Jobs]: {
    readonly request: ComputeTask<Jobs[K]['request']>;
    readonly result: Jobs[K]['result'];
  };
};

/** What a compute job asks of the workspace. Bytes are moved: the one who sends them has them no more. */
export interface ComputeHost extends JobHost {
  readBlob(hash: Hash): Promise<Uint8Array<ArrayBuffer>>;
  writeBlob(bytes: Uint8Array<ArrayBuffer>): Promise<Hash>;
  /** Resolves once the encoded snapshot is kept. */
  checkpoint(snapshot: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The engines of this device, as they were measured: see MeasuredEngines. */
export interface EngineMeasuring {
  engineTable(question: EngineQuestion): Promise<Outcome<EngineTable | null>>;
}

export type ComputeContract<Jobs extends JobTypes<Jobs> = ComputeJobs> = JobContract<
  ComputeTasks<Jobs>,
  ComputeHost
> &
  SelfTesting &
  EngineMeasuring;
