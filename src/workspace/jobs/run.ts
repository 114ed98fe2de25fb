import { arrowTables } from '../../flow/collect/arrow.ts';
import type { ComputeContext, ComputeJobs, ComputeKind } from '../compute.ts';
import type { ComputeJob, JobParts } from './job.ts';

const jobs: { readonly [K in ComputeKind]: () => Promise<ComputeJob<K>> } = {
  read: async () => (await import('./read.ts')).read,
  generate: async () => (await import('./generate.ts')).generate,
  gather: async () => (await import('./gather.ts')).gather,
  retype: async () => (await import('./retype.ts')).retype,
  describe: async () => (await import('./describe.ts')).describe,
  split: async () => (await import('./split.ts')).split,
  fit: async () => (await import('./fit.ts')).fit,
  update: async () => (await import('./update.ts')).update,
  divide: async () => (await import('./divide.ts')).divide,
  score: async () => (await import('./score.ts')).score,
  evaluate: async () => (await import('./evaluate.ts')).evaluateModel,
  predict: async () => (await import('./predict.ts')).predict,
  check: async () => (await import('./check.ts')).check,
  inspect: async () => (await import('./inspect.ts')).inspect,
  importance: async () => (await import('./importance.ts')).importance,
  site: async () => (await import('./site.ts')).site,
  pack: async () => (await import('./pack.ts')).pack,
  unpack: async () => (await import('./unpack.ts')).unpack,
  'export-trees': async () => (await import('./export-trees.ts')).exportTrees,
  'look-at-trees': async () => (await import('./look-at-trees.ts')).lookAtTrees,
  'adopt-trees': async () => (await import('./adopt-trees.ts')).adoptTrees,
  forget: async () => (await import('./forget.ts')).forget,
};

/** Runs one compute job in this thread. */
export async function runComputeJob<K extends ComputeKind>(
  kind: K,
  request: ComputeJobs[K]['request'],
  context: ComputeContext,
  parts: JobParts,
): Promise<ComputeJobs[K]['result']> {
  const job = await jobs[kind]();
  return job(request, { ...context, tables: arrowTables }, parts);
}
