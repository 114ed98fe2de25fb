import type { ModelVersion } from '../../core/records.ts';
import type { FileCheck } from '../../../workers/workspace/contract.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';

/** What can be told of a file without its labels: a job of its own, so that nothing waits for it. */
export class FileChecking {
  /** The job under way, or the last one that failed or was cancelled. */
  job = $state.raw<Job<'check-file'> | null>(null);
  result = $state.raw<FileCheck | null>(null);
  readonly #house: House;
  readonly #place: string;
  #again: (() => Promise<void>) | null = null;

  constructor(house: House, place: string) {
    this.#house = house;
    this.#place = place;
  }

  async check(version: ModelVersion, file: Blob, fileName: string | null): Promise<void> {
    this.dismiss();
    const job = this.#house.start(
      'check-file',
      { versionId: version.id, file, fileName },
      { title: `Checking ${fileName ?? 'pasted rows'}`, place: this.#place },
    );
    this.job = job;
    this.#again = () => this.check(version, file, fileName);
    const result = await job.outcome;
    if (this.job !== job) return;
    this.result = result;
    if (result) this.job = null;
  }

  /** Checks the same file once more, after a cancel or a failure. */
  async again(): Promise<void> {
    await this.#again?.();
  }

  /** Forgets what was found out, and stops finding out. */
  dismiss(): void {
    const { job } = this;
    this.job = null;
    this.result = null;
    this.#again = null;
    if (job?.state === 'running') job.cancel();
    if (job) this.#house.dismiss(job);
  }
}
