import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { ColumnKind } from '../../core/column.ts';
import type { ReadOptions, ReadReport } from '../../core/reader.ts';
import type { Id } from '../../core/ids.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { HOME_HREF, stageHref } from './route.ts';

/** A file or pasted text as it came in, and how it was read: kept while the page is open, to read it again. */
export interface Source {
  readonly file: Blob;
  /** Null: pasted text. */
  readonly fileName: string | null;
  readonly options: ReadOptions;
  readonly report: ReadReport;
}

/** Brings data in: files, pasted text, generated samples; reads a file again in another way. */
export class Imports {
  /** The import under way, or the last one that failed. */
  job = $state.raw<Job<'import'> | Job<'sample'> | Job<'retype'> | null>(null);
  /** What an import that failed was given, so that it can be tried in another way. */
  attempt = $state.raw<Omit<Source, 'report'> | null>(null);
  readonly sources = new SvelteMap<Id, Source>();
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  /** A file becomes a table of the project, or of a new one; the Data page opens on it. */
  async read(
    file: Blob,
    fileName: string | null,
    projectId: Id | null = null,
    options: ReadOptions = {},
  ): Promise<void> {
    this.#clear();
    this.attempt = { file, fileName, options };
    const job = this.#house.start(
      'import',
      { file, fileName, projectId, options },
      { title: `Reading ${fileName ?? 'pasted rows'}`, place: place(projectId) },
    );
    this.job = job;
    const result = await job.outcome;
    this.#end(job);
    if (!result) return;
    this.attempt = null;
    this.sources.set(result.table.id, { file, fileName, options, report: result.report });
    this.#show(job, result.table.projectId);
  }

  /** A table is generated on this device. */
  async sample(kind: string, title: string, rows: number, seed: number): Promise<void> {
    this.#clear();
    const job = this.#house.start(
      'sample',
      { sample: kind, rows, seed, projectId: null },
      { title: `Generating ${title}`, place: HOME_HREF },
    );
    this.job = job;
    const result = await job.outcome;
    this.#end(job);
    if (result) this.#show(job, result.table.projectId);
  }

  /** A column is read as another kind: a new version of the table. False when it failed; the job then says why. */
  async retype(
    table: { readonly id: Id; readonly projectId: Id },
    column: string,
    kind: ColumnKind,
    treatAsMissing: boolean,
  ): Promise<boolean> {
    this.#clear();
    const source = this.sources.get(table.id);
    const job = this.#house.start(
      'retype',
      { tableId: table.id, column, kind, treatAsMissing },
      { title: `Reading “${column}” as ${kind}`, place: place(table.projectId) },
    );
    this.job = job;
    const result = await job.outcome;
    this.#end(job);
    if (result && source) this.sources.set(result.table.id, source);
    return result !== null;
  }

  /** Forgets a failed import. */
  dismiss(): void {
    this.#clear();
    this.attempt = null;
  }

  /** The new table is shown to whoever has waited for it, and offered to whoever has gone on. */
  #show(job: NonNullable<Imports['job']>, projectId: Id): void {
    const href = stageHref(projectId, 'data');
    if (this.#house.isAt(job.place)) this.#house.router.go(href);
    else this.#house.announce(job, href);
  }

  #clear(): void {
    if (this.job && this.job.state !== 'running') this.#house.dismiss(this.job);
    this.job = null;
  }

  #end(job: NonNullable<Imports['job']>): void {
    if (this.job === job && job.state !== 'failed') this.job = null;
  }
}

function place(projectId: Id | null): string {
  return projectId === null ? HOME_HREF : stageHref(projectId, 'data');
}

export const [useImports, provideImports] = createContext<Imports>();
