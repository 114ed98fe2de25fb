import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion } from '../../core/records.ts';
import type { TreeFormat, TreeParity } from '../../../workers/workspace/contract.ts';
import { bytesText } from '../parts/format.ts';
import { download } from './download.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { keeper } from './keeper.ts';
import { stageHref } from './route.ts';

/** Trees on their way to XGBoost or LightGBM, and how far what was written predicts otherwise. */
class TreeExport {
  job = $state.raw<Job<'export-trees'> | null>(null);
  problem = $state.raw<PerennialError | null>(null);
  /** The last file that was handed over. */
  done = $state.raw<{
    readonly versionId: Id;
    readonly format: TreeFormat;
    readonly name: string;
    readonly parity: TreeParity;
  } | null>(null);
  readonly #house: House;
  readonly #place: string;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#place = stageHref(projectId, 'deploy');
  }

  async make({ id: versionId, number }: ModelVersion, format: TreeFormat, title: string): Promise<void> {
    if (this.job?.state === 'running') return;
    this.problem = null;
    this.done = null;
    const job = this.#house.start(
      'export-trees',
      { versionId, format },
      { title: `Writing version ${number} for ${title}`, place: this.#place },
    );
    this.job = job;
    const made = await job.outcome;
    this.problem = job.problem;
    this.#house.dismiss(job);
    this.job = null;
    if (!made) return;
    const { file, name, parity } = made;
    this.done = { versionId, format, name, parity };
    download(file, name);
    this.#house.notices.say(`${name} is in your downloads (${bytesText(file.size)})`, {
      label: 'Once more',
      run: () => download(file, name),
    });
  }
}

export const treeExportOf = keeper((house: House, projectId: Id) => new TreeExport(house, projectId));
