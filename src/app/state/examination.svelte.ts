import type { Evaluation } from '../../core/evaluation.ts';
import type { ReadReport } from '../../core/reader.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion } from '../../core/records.ts';
import type { Jobs } from '../../../workers/workspace/contract.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { keeper } from './keeper.ts';
import { LabelledFile } from './labelled-file.svelte.ts';
import { stageHref } from './route.ts';

/** A cell of the confusion matrix, by class indexes. */
export interface MatrixCell {
  readonly actual: number;
  readonly predicted: number;
}

/** How a version did on a file that it had never seen. */
export interface FileEvaluation {
  readonly versionId: Id;
  readonly name: string;
  readonly evaluation: Evaluation;
  readonly report: ReadReport;
}

/** The rows behind a number: those of a cell, or without one those that were missed by most. */
export interface Inspection {
  readonly version: ModelVersion;
  readonly cell: MatrixCell | null;
  readonly job: Job<'inspect'>;
  readonly result: Jobs['inspect']['result'] | null;
}

const MOST_ROWS = 100;

/** What a person finds out about one version: other files, and the rows behind the numbers. */
export class Examination {
  readonly file: LabelledFile<'evaluate-file'>;
  /** Of the version last tried on a file. */
  tried = $state.raw<FileEvaluation | null>(null);
  inspection = $state.raw<Inspection | null>(null);
  readonly #house: House;
  readonly #place: string;
  #version: ModelVersion | null = null;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#place = stageHref(projectId, 'evaluate');
    this.file = new LabelledFile(
      house,
      ({ file, fileName, labels }) =>
        house.start(
          'evaluate-file',
          { versionId: this.#version!.id, file, fileName, labels },
          {
            title: `Evaluating version ${this.#version!.number} on ${fileName ?? 'pasted rows'}`,
            place: this.#place,
          },
        ),
      ({ evaluation, report }, { fileName }) => {
        this.tried = { versionId: this.#version!.id, name: fileName ?? 'pasted rows', evaluation, report };
      },
    );
  }

  async evaluate(version: ModelVersion, file: Blob, fileName: string | null): Promise<void> {
    if (this.file.isRunning) return;
    this.#version = version;
    this.tried = null;
    await this.file.give(file, fileName);
  }

  async inspect(version: ModelVersion, cell: MatrixCell | null): Promise<void> {
    this.close();
    const job = this.#house.start(
      'inspect',
      { versionId: version.id, cell, limit: MOST_ROWS },
      { title: `Finding rows of version ${version.number}`, place: this.#place },
    );
    this.inspection = { version, cell, job, result: null };
    const result = await job.outcome;
    if (this.inspection?.job === job) this.inspection = { version, cell, job, result };
  }

  /** Closes the rows that are shown, or stops looking for them. */
  close(): void {
    const { inspection } = this;
    this.inspection = null;
    if (inspection?.job.state === 'running') inspection.job.cancel();
    if (inspection) this.#house.dismiss(inspection.job);
  }
}

export const examinationOf = keeper((house: House, projectId: Id) => new Examination(house, projectId));
