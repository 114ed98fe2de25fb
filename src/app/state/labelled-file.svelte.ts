import type { Jobs } from '../../../workers/workspace/contract.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { type UnknownLabel, unknownLabel } from './unknown-label.ts';

export type LabelledKind = 'learn-on' | 'evaluate-file';

/** A file or pasted text (no name), and what its labels stand for where they are not the model's own. */
export interface LabelledSource {
  readonly file: Blob;
  readonly fileName: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** A file of labelled rows on its way through a job; a label that the model does not know is mapped, and the job runs again. */
export class LabelledFile<K extends LabelledKind> {
  source = $state.raw<LabelledSource | null>(null);
  /** The job under way, or the last one that failed. */
  job = $state.raw<Job<K> | null>(null);
  readonly #house: House;
  readonly #start: (source: LabelledSource) => Job<K>;
  readonly #finish: (result: Jobs[K]['result'], source: LabelledSource) => void;

  constructor(
    house: House,
    start: (source: LabelledSource) => Job<K>,
    finish: (result: Jobs[K]['result'], source: LabelledSource) => void,
  ) {
    this.#house = house;
    this.#start = start;
    this.#finish = finish;
  }

  get unknown(): UnknownLabel | null {
    return unknownLabel(this.job?.problem ?? null);
  }

  get isRunning(): boolean {
    return this.job?.state === 'running';
  }

  async give(file: Blob, fileName: string | null): Promise<void> {
    if (!this.isRunning) await this.#run({ file, fileName, labels: {} });
  }

  /** Takes this label of the file for one of the model's classes, and runs again. */
  async treat(label: string, as: string): Promise<void> {
    const { source } = this;
    if (source && !this.isRunning) await this.#run({ ...source, labels: { ...source.labels, [label]: as } });
  }

  async again(): Promise<void> {
    if (this.source && !this.isRunning) await this.#run(this.source);
  }

  /** Forgets a failed job. */
  dismiss(): void {
    if (this.job) this.#house.dismiss(this.job);
    this.job = null;
  }

  async #run(source: LabelledSource): Promise<void> {
    this.dismiss();
    this.source = source;
    const job = this.#start(source);
    this.job = job;
    const result = await job.outcome;
    if (this.job === job && job.state !== 'failed') this.job = null;
    if (result) this.#finish(result, source);
  }
}
