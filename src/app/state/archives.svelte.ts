import { createContext } from 'svelte';
import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion, Project } from '../../core/records.ts';
import { bytesText } from '../parts/format.ts';
import { download } from './download.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { HOME_HREF, stageHref } from './route.ts';

/** The ending of the files that hold a project or a model. */
const ENDING = '.perennial';

export function isArchive(name: string): boolean {
  return name.toLowerCase().endsWith(ENDING);
}

/** What is about to be saved as one file. */
type Saving = { readonly project: Project; readonly version: ModelVersion | null };

/** A file that cannot be opened before the person has said something. */
interface Pending {
  readonly file: File;
  readonly needs: 'passphrase' | 'decision';
  readonly passphrase: string | null;
  /** What the person is asked, or why what they said did not do. */
  readonly problem: PerennialError;
}

/** Projects and models as single files: written to the person's downloads, and opened from wherever they come. */
export class Archives {
  saving = $state.raw<Saving | null>(null);
  pending = $state.raw<Pending | null>(null);
  /** The file being opened, or the last one that was refused. */
  job = $state.raw<Job<'import-archive'> | null>(null);
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  /** Opens a `.perennial` file; its project is shown once it is there. */
  async open(file: File, passphrase: string | null = null, ifPresent: 'refuse' | 'copy' = 'refuse') {
    if (this.job?.state === 'running') return;
    this.dismiss();
    this.pending = null;
    const job = this.#house.start(
      'import-archive',
      { file, passphrase, ifPresent },
      { title: `Opening ${file.name}`, place: HOME_HREF },
    );
    this.job = job;
    const result = await job.outcome;
    const needs = job.problem && needOf(job.problem);
    if (job.problem && needs) {
      this.dismiss();
      this.pending = { file, needs, passphrase, problem: job.problem };
      return;
    }
    if (!result) {
      if (job.state === 'cancelled') this.dismiss();
      return;
    }
    this.job = null;
    const href = stageHref(result.projectId, result.kind === 'model' ? 'predict' : 'models');
    if (this.#house.isAt(HOME_HREF)) this.#house.router.go(href);
    else this.#house.announce(job, href);
  }

  /** Tries this passphrase on the file that waits for one. */
  unlock(passphrase: string): void {
    if (this.pending) void this.open(this.pending.file, passphrase);
  }

  /** The file's project becomes a second one beside the one that is here. */
  keepBoth(): void {
    if (this.pending) void this.open(this.pending.file, this.pending.passphrase, 'copy');
  }

  dismiss(): void {
    if (this.job && this.job.state !== 'running') {
      this.#house.dismiss(this.job);
      this.job = null;
    }
  }

  async saveProject({ id, name }: Project, passphrase: string | null): Promise<void> {
    this.saving = null;
    const label = this.#label(id, `Saving ${name} as one file`);
    await this.#deliver(this.#house.start('export-project', { projectId: id, passphrase }, label));
  }

  async saveModel(version: ModelVersion, rememberedRows: boolean, passphrase: string | null): Promise<void> {
    this.saving = null;
    const { id: versionId, projectId, number } = version;
    const label = this.#label(projectId, `Saving version ${number} as one file`);
    await this.#deliver(this.#house.start('export-model', { versionId, rememberedRows, passphrase }, label));
  }

  async #deliver(job: Job<'export-project'> | Job<'export-model'>): Promise<void> {
    const result = await job.outcome;
    if (!result) return;
    const { file, name } = result;
    download(file, name);
    this.#house.notices.say(`${name} is in your downloads (${bytesText(file.size)})`, {
      label: 'Once more',
      run: () => download(file, name),
    });
  }

  /** No page shows such a job itself: it stands in the tray, wherever the person is. */
  #label(projectId: Id, title: string) {
    return { title, place: `${stageHref(projectId, 'settings')}?save` };
  }
}

function needOf({ code }: PerennialError): Pending['needs'] | null {
  if (code === 'archive-passphrase') return 'passphrase';
  return code === 'archive-present' ? 'decision' : null;
}

export const [useArchives, provideArchives] = createContext<Archives>();
