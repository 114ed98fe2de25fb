import type { AnswerReasons } from '../../core/answer-reasons.ts';
import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion, TableVersion } from '../../core/records.ts';
import type { Field } from '../../core/schema.ts';
import type { Jobs, RowPrediction } from '../../../workers/workspace/contract.ts';
import { FileChecking } from './file-checking.svelte.ts';
import { type FormValues, fieldText, rowOf, typicalValues } from './form-values.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { keeper } from './keeper.ts';
import { asProblem } from './problem.ts';
import { stageHref } from './route.ts';

/** A row put to one version, and files of rows. */
export class Question {
  version = $state.raw<ModelVersion | null>(null);
  /** Null while they are being read. */
  fields = $state.raw<readonly Field[] | null>(null);
  values = $state.raw<FormValues>({});
  answer = $state.raw<RowPrediction | null>(null);
  /** Why it is so, beside what was filled in then; null where the model tells no reasons. */
  reasons = $state.raw<{ readonly told: AnswerReasons; readonly values: FormValues } | null>(null);
  /** The row of the table that fills the form, and what the table says of it. */
  origin = $state.raw<{ readonly row: number; readonly actual: string | null } | null>(null);
  problem = $state.raw<PerennialError | null>(null);
  isAsking = $state(false);
  job = $state.raw<Job<'predict-file'> | null>(null);
  file = $state.raw<Jobs['predict-file']['result'] | null>(null);
  /** What can be told of the file that was predicted, without its labels. */
  readonly checking: FileChecking;
  readonly #house: House;
  readonly #projectId: Id;
  #asked = 0;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#projectId = projectId;
    this.checking = new FileChecking(house, stageHref(projectId, 'predict'));
  }

  /** The table on which the version was first trained. */
  get table(): TableVersion | null {
    const { view } = this.#house;
    const split = view?.splits.find(({ id }) => id === this.version?.splits[0]);
    return view?.tables.find(({ id }) => id === split?.tableId) ?? null;
  }

  /** Opens the form of a version; what is filled in stays where the next one asks for it as well. */
  async open(version: ModelVersion): Promise<void> {
    if (this.version?.id === version.id && this.fields) return;
    this.version = version;
    this.fields = null;
    this.answer = null;
    this.file = null;
    this.checking.dismiss();
    this.problem = null;
    try {
      const fields = await this.#house.ask.form(version.id);
      if (this.version !== version) return;
      this.values = { ...typicalValues(fields, this.table?.columns ?? []), ...this.values };
      this.fields = fields;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  set(name: string, text: string): void {
    this.values = { ...this.values, [name]: text };
    this.origin = null;
  }

  /** Fills the form with the middle of every column. */
  fillTypical(): void {
    this.#fill(typicalValues(this.fields ?? [], this.table?.columns ?? []), null);
  }

  clear(): void {
    this.#fill({}, null);
  }

  /** Fills the form with any row of the table. */
  async fillRandom(): Promise<void> {
    const { table, fields, version } = this;
    if (!table || !fields || !version || table.rows === 0) return;
    const row = crypto.getRandomValues(new Uint32Array(1))[0]! % table.rows;
    try {
      const [cells] = await this.#house.ask.cells(table.id, row, 1);
      if (!cells) return;
      const cellOf = (column: string) =>
        cells[table.columns.findIndex(({ name }) => name === column)] ?? null;
      const values = Object.fromEntries(
        fields.map((field) => [field.name, fieldText(field, cellOf(field.name))]),
      );
      this.#fill(values, { row, actual: cellOf(version.target.column) });
      await this.ask();
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  /** Asks for the answer to what is filled in. */
  async ask(): Promise<void> {
    const { version, fields, values } = this;
    if (!version || !fields) return;
    const asked = ++this.#asked;
    this.isAsking = true;
    this.problem = null;
    try {
      const row = rowOf(fields, values);
      const { ask } = this.#house;
      const [answer, told] = await Promise.all([
        ask.predictRow(version.id, row),
        ask.explainRow(version.id, row),
      ]);
      if (asked !== this.#asked) return;
      this.answer = answer;
      this.reasons = told && { told, values };
    } catch (error) {
      if (asked === this.#asked) this.problem = asProblem(error);
    } finally {
      if (asked === this.#asked) this.isAsking = false;
    }
  }

  async predictFile(file: Blob, fileName: string | null): Promise<void> {
    const { version } = this;
    if (!version || this.job?.state === 'running') return;
    this.dismissFile();
    const job = this.#house.start(
      'predict-file',
      { versionId: version.id, file, fileName },
      { title: `Predicting ${fileName ?? 'pasted rows'}`, place: stageHref(this.#projectId, 'predict') },
    );
    this.job = job;
    const result = await job.outcome;
    if (this.job === job && job.state !== 'failed') this.job = null;
    if (this.version !== version) return;
    this.file = result;
    // A file without rows has nothing to be checked.
    if (result && result.rows > 0) void this.checking.check(version, file, fileName);
  }

  /** Forgets the file that was predicted, or why it could not be. */
  dismissFile(): void {
    if (this.job) this.#house.dismiss(this.job);
    this.job = null;
    this.file = null;
    this.checking.dismiss();
  }

  #fill(values: FormValues, origin: Question['origin']): void {
    this.values = values;
    this.origin = origin;
    this.answer = null;
  }
}

export const questionOf = keeper((house: House, projectId: Id) => new Question(house, projectId));
