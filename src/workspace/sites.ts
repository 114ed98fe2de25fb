import type { JobWatch } from '../core/progress.ts';
import type { Jobs } from './api.ts';
import { fileNameOf } from './file-name.ts';
import type { House } from './house.ts';
import { undertake } from './work.ts';

/** A model that was exported before, as something that stands by itself on the web or on a disk. */
export async function makeSite(
  house: House,
  request: Jobs['make-site']['request'],
  watch: JobWatch,
): Promise<Jobs['make-site']['result']> {
  return undertake(house, watch, null, async (work) => {
    const { file } = await work.compute('site', request);
    const ending = request.form === 'folder' ? 'zip' : 'html';
    return { changes: [], result: { file, name: `${fileNameOf(request.title)}.${ending}` } };
  });
}
