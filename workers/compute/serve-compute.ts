import type { JobService, JobTypes } from '../../src/bridge/jobs.ts';
import { ownBuffer } from '../../src/bridge/transferables.ts';
import { checkpointsEvery } from '../../src/core/checkpoints.ts';
import { systemClock } from '../../src/core/clock.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/core/snapshot.ts';
import type { ComputeContext } from '../../src/workspace/compute.ts';
import { serveJobs } from '../serve-jobs.ts';
import type { ComputeHost, ComputeTasks } from './contract.ts';

/** Often enough that a crash costs a second of work, seldom enough that it costs a long job next to nothing. */
const CHECKPOINT_MS = 1000;

/**
 * Serves jobs that read and write their blobs, and keep a checkpoint every `checkpointMs`, at whoever started them. What
 * a job writes is moved there: its bytes are empty afterwards.
 */
export function serveCompute<Jobs extends JobTypes<Jobs>>(
  run: <K extends keyof Jobs>(
    kind: K,
    request: Jobs[K]['request'],
    context: ComputeContext,
  ) => Promise<Jobs[K]['result']>,
  checkpointMs = CHECKPOINT_MS,
): JobService<ComputeTasks<Jobs>, ComputeHost> {
  return serveJobs<ComputeTasks<Jobs>, ComputeHost>(
    async (kind, { request, checkpoint, lost }, watch, host) =>
      run(kind, request, {
        ...watch,
        lost,
        blobs: {
          read: (hash) => host.readBlob(hash),
          write: (bytes) => host.writeBlob(ownBuffer(bytes)),
        },
        checkpoints: checkpointsEvery(
          checkpointMs,
          systemClock,
          checkpoint && decodeSnapshot(checkpoint),
          (snapshot) => host.checkpoint(encodeSnapshot(snapshot)),
        ),
      }),
  );
}
