import type { Compute } from './compute.ts';
import type { JobParts } from './jobs/job.ts';
import { runComputeJob } from './jobs/run.ts';

/** Runs compute jobs in the very thread that asks: in Node, and in a page without workers. */
export function computeHere(parts: JobParts): Compute {
  return { run: (kind, request, context) => runComputeJob(kind, request, context, parts) };
}
