import type { ModelVersion } from '../../core/records.ts';
import type { House } from './house.svelte.ts';
import { stageHref } from './route.ts';

/** The model as a file, with the rows that it remembers; throws what kept it from being made. */
export async function championFile(house: House, { id, projectId, number }: ModelVersion): Promise<Blob> {
  const job = house.start(
    'export-model',
    { versionId: id, rememberedRows: true, passphrase: null },
    { title: `Copying version ${number}`, place: stageHref(projectId, 'watch') },
  );
  const result = await job.outcome;
  if (result) return result.file;
  house.dismiss(job);
  throw job.problem ?? new Error('the copy was cancelled; try again');
}
