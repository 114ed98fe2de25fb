import type { Id } from '../../core/ids.ts';
import type { ModelVersion, SplitFractions, SplitStrategy } from '../../core/records.ts';
import type { Jobs } from '../../../workers/workspace/contract.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { keeper } from './keeper.ts';
import { stageHref } from './route.ts';

type Seen = Jobs['look-at-trees']['result'];

/** Where the trees are to answer, and on which rows they are measured. */
export interface TreePlace {
  readonly tableId: Id;
  readonly column: string;
  readonly split: SplitStrategy;
  readonly fractions: SplitFractions;
}

/** A model file of XGBoost or LightGBM: looked at first, then, once its classes have their labels, a version. */
class TreeImport {
  file = $state.raw<File | null>(null);
  seen = $state.raw<Seen | null>(null);
  /** The label of each class, in the file's order. */
  classes = $state.raw<readonly string[]>([]);
  /** Under way, or the last one that failed. */
  job = $state.raw<Job<'look-at-trees'> | Job<'import-trees'> | null>(null);
  readonly #house: House;
  readonly #projectId: Id;
  readonly #place: string;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#projectId = projectId;
    this.#place = stageHref(projectId, 'models');
  }

  get isRunning(): boolean {
    return this.job?.state === 'running';
  }

  async look(file: File, { tableId, column }: TreePlace): Promise<void> {
    if (this.isRunning) return;
    this.reset();
    const job = this.#house.start(
      'look-at-trees',
      { tableId, column, file, labels: {} },
      { title: `Looking at ${file.name}`, place: this.#place },
    );
    this.job = job;
    const seen = await job.outcome;
    if (job.state !== 'failed') this.#end(job);
    if (!seen) return;
    this.file = file;
    this.seen = seen;
    this.classes = seen.proposed;
  }

  /** Gives a class a label; the class that had it gets the one that becomes free. */
  name(place: number, label: string): void {
    const before = this.classes[place]!;
    this.classes = this.classes.map((each, at) => (at === place ? label : each === label ? before : each));
  }

  /** Null where it was cancelled or has failed. */
  async bring({ tableId, column, split, fractions }: TreePlace): Promise<ModelVersion | null> {
    const { file, classes } = this;
    if (!file || this.isRunning) return null;
    this.dismiss();
    const job = this.#house.start(
      'import-trees',
      {
        ...{ projectId: this.#projectId, tableId, column, file, split, fractions, seed: 1 },
        classes: classes.length > 0 ? classes : null,
        labels: {},
      },
      { title: `Bringing in ${file.name}`, place: this.#place },
    );
    this.job = job;
    const made = await job.outcome;
    if (job.state !== 'failed') this.#end(job);
    if (!made) return null;
    this.reset();
    this.#house.announce(job);
    return made.version;
  }

  /** Forgets the file. */
  reset(): void {
    this.dismiss();
    this.file = null;
    this.seen = null;
    this.classes = [];
  }

  /** Forgets a failed job. */
  dismiss(): void {
    if (this.job && !this.isRunning) this.#end(this.job);
  }

  #end(job: NonNullable<TreeImport['job']>): void {
    this.#house.dismiss(job);
    if (this.job === job) this.job = null;
  }
}

export const treeImportOf = keeper((house: House, projectId: Id) => new TreeImport(house, projectId));
