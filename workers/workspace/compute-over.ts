import { transfer } from 'comlink';
import { type JobTypes, runJob } from '../../src/bridge/jobs.ts';
import { ownBuffer } from '../../src/bridge/transferables.ts';
import type { WorkerPort } from '../../src/bridge/worker-port.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/core/snapshot.ts';
import type { ComputeContext, ComputeJobs } from '../../src/workspace/compute.ts';
import type { ComputeContract, ComputeHost } from '../compute/contract.ts';

/** A third of the 100 ms within which a cancel is over: the rest is for the messages, for ending the worker and for tidying up. */
const GRACE_MS = 30;

/** Runs jobs of these kinds elsewhere. */
export interface ComputeOf<Jobs extends JobTypes<Jobs>> {
  run<K extends keyof Jobs>(
    kind: K,
    request: Jobs[K]['request'],
    context: ComputeContext,
  ): Promise<Jobs[K]['result']>;
}

/**
 * Runs jobs on a compute worker. A cancelled job that does not stop within `graceMs` takes its worker with it: those beside it reject with
 * `worker-died`, to be run again from their checkpoints. Blobs that were read are moved to the worker: `context.blobs`
 * must answer with bytes that nobody else holds.
 */
export function computeOver<Jobs extends JobTypes<Jobs> = ComputeJobs>(
  worker: WorkerPort<ComputeContract<Jobs>>,
  graceMs = GRACE_MS,
): ComputeOf<Jobs> {
  return {
    async run(kind, request, context) {
      const { blobs, checkpoints, lost, signal } = context;
      const host: ComputeHost = {
        report: (progress) => context.report(progress),
        readBlob: async (hash) => ownBuffer(await blobs.read(hash)),
        writeBlob: (bytes) => blobs.write(bytes),
        checkpoint: (snapshot) => checkpoints.offer(() => decodeSnapshot(snapshot)),
      };
      const checkpoint = checkpoints.last && encodeSnapshot(checkpoints.last);
      const task = { request, checkpoint, lost };
      const moved = checkpoint ? transfer(task, [checkpoint.buffer]) : task;
      return runJob(worker, kind, moved, host, signal, { graceMs });
    },
  };
}
