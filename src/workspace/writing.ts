import type { Id } from '../core/ids.ts';
import type { JobWatch } from '../core/progress.ts';
import type { JobKind, Jobs } from './api.ts';
import { type House, need } from './house.ts';

type Written<Request> = (request: Request, house: House) => Id | null | Promise<Id | null>;

/** The project that each job writes to; null: none, or one that is only made. */
const WRITTEN: { readonly [K in JobKind]: Written<Jobs[K]['request']> } = {
  import: ({ projectId }) => projectId,
  sample: ({ projectId }) => projectId,
  retype: async ({ tableId }, house) => (await need(house, 'table', tableId)).projectId,
  train: ({ projectId }) => projectId,
  'learn-on': ({ projectId }) => projectId,
  'learn-rows': ({ projectId }) => projectId,
  'learn-feedback': ({ projectId }) => projectId,
  resume: ({ jobId }, house) => projectOfJob(house, jobId),
  // Only an event is kept of it, which no other tab's work can miss.
  'predict-file': () => null,
  'check-file': () => null,
  'evaluate-file': () => null,
  compare: () => null,
  inspect: () => null,
  // Added to what was measured of a version, the same from any tab.
  'find-importance': () => null,
  'export-project': () => null,
  'export-model': () => null,
  'make-site': () => null,
  'export-trees': () => null,
  'look-at-trees': () => null,
  'import-trees': ({ projectId }) => projectId,
  'import-archive': () => null,
};

export async function projectWritten<K extends JobKind>(
  house: House,
  kind: K,
  request: Jobs[K]['request'],
): Promise<Id | null> {
  return WRITTEN[kind](request, house);
}

/** The project of a job that was cut off; null while it belongs to none. */
export async function projectOfJob(house: House, jobId: Id): Promise<Id | null> {
  const { id, projectId } = await need(house, 'job', jobId);
  return projectId === id ? null : projectId;
}

/** Does work that writes to the project, as its writer. Throws `followed`. */
export async function writing<T>(
  { writers }: House,
  projectId: Id | null,
  watch: JobWatch,
  work: (watch: JobWatch) => Promise<T>,
): Promise<T> {
  if (projectId === null || !writers) return work(watch);
  return writers.write(projectId, (signal) =>
    work({
      signal: AbortSignal.any([watch.signal, signal]),
      report: (progress) => watch.report(progress),
    }),
  );
}
