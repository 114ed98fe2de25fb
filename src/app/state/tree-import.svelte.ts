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
  /** The column of each feature that the file's names do not tell; null while none is chosen. */
  matches = $state.raw<Readonly<Record<string, string | null>>>({});
  /** Under way, or the last one that failed. */
  job = $state.raw<Job<'look-at-trees'> | Job<'import-trees'> | null>(null);
  readonly #house: House;
  readonly #projectId: Id;
  readonly #place: string;
  #seenFor: TreePlace | null = null;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#projectId = projectId;
    this.#place = stageHref(projectId, 'models');
  }

  /** Whether every feature has a column. */
  get isMatched(): boolean {
    return !Object.values(this.matches).includes(null);
  }

  get isRunning(): boolean {
    return this.job?.state === 'running';
  }

  async look(file: File, place: TreePlace): Promise<void> {
    if (this.isRunning) return;
    this.reset();
    const { tableId, column } = place;
    const job = this.#house.start(
      'look-at-trees',
      { tableId, column, file, labels: {}, matches: {} },
      { title: `Looking at ${file.name}`, place: this.#place },
    );
    this.job = job;
    const seen = await job.outcome;
    if (job.state !== 'failed') this.#end(job);
    if (!seen) return;
    this.file = file;
    this.seen = seen;
    this.#seenFor = place;
    this.classes = seen.proposed;
    this.matches = Object.fromEntries(
      seen.features
        .filter(({ column: found }) => seen.isByOrder || found === null)
        .map(({ name, column: found }) => [name, found]),
    );
  }

  /** Looks at the file once more where it is to be held against another table or target. */
  async follow(place: TreePlace): Promise<void> {
    const { file } = this;
    const seenFor = this.#seenFor;
    if (!file || !seenFor || this.isRunning) return;
    if (seenFor.tableId !== place.tableId || seenFor.column !== place.column) await this.look(file, place);
  }

  /** Gives a class a label; the class that had it gets the one that becomes free. */
  name(place: number, label: string): void {
    this.dismiss();
    const before = this.classes[place]!;
    this.classes = this.classes.map((each, at) => (at === place ? label : each === label ? before : each));
  }

  /** Gives a feature a column, in the same way. */
  match(feature: string, column: string): void {
    this.dismiss();
    const before = this.matches[feature] ?? null;
    const changed = Object.entries(this.matches).map(([each, chosen]) => [
      each,
      each === feature ? column : chosen === column ? before : chosen,
    ]);
    this.matches = Object.fromEntries(changed) as typeof this.matches;
  }

  /** Null where it was cancelled or has failed. */
  async bring({ tableId, column, split, fractions }: TreePlace): Promise<ModelVersion | null> {
    const { file, classes } = this;
    if (!file || this.isRunning || !this.isMatched) return null;
    this.dismiss();
    const job = this.#house.start(
      'import-trees',
      {
        ...{ projectId: this.#projectId, tableId, column, file, split, fractions, seed: 1 },
        classes: classes.length > 0 ? classes : null,
        labels: {},
        matches: this.matches as Readonly<Record<string, string>>,
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
    this.#seenFor = null;
    this.classes = [];
    this.matches = {};
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
