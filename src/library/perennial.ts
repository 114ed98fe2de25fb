import type { Id } from '../core/ids.ts';
import type { ProjectSummary, Workspace } from '../workspace/api.ts';
import { type ImportOptions, importRequest } from './import-request.ts';
import { Project } from './project.ts';
import type { Source } from './source.ts';
import { untilClosed } from './until-closed.ts';
import { type Watch, watchOf } from './watch.ts';

export interface SampleOptions extends Watch {
  /** Left out: as many as the sample proposes. */
  readonly rows?: number;
  /** The same seed makes the same rows; 1 by default. */
  readonly seed?: number;
}

export interface OpenFileOptions extends Watch {
  /** Of an encrypted file. */
  readonly passphrase?: string;
  /** `copy`: the project becomes another one; `refuse` by default. */
  readonly ifPresent?: 'refuse' | 'copy';
}

/** An open house: the projects in it, and the ways in. */
export class Perennial {
  readonly #workspace: Workspace;
  readonly #close: () => Promise<void>;
  #isClosed = false;

  /** Made by `openPerennial` and `openPerennialInWorker`. */
  constructor(workspace: Workspace, close: () => Promise<void>) {
    this.#workspace = untilClosed(workspace, () => this.#isClosed);
    this.#close = close;
  }

  projects(): Promise<readonly ProjectSummary[]> {
    return this.#workspace.projects();
  }

  /** Throws `not-found`. */
  async open(projectId: Id): Promise<Project> {
    const { project } = await this.#workspace.project(projectId);
    return new Project(this.#workspace, project.id);
  }

  /**
   * Rows become the first table of a new project.
   *
   * Throws where it cannot be read, naming the place.
   */
  async import(source: Source, options: ImportOptions = {}): Promise<Project> {
    const request = importRequest(source, options, null);
    const { table } = await this.#workspace.run('import', request, watchOf(options));
    return new Project(this.#workspace, table.projectId);
  }

  /**
   * The project, or the one model, of a `.perennial` file; a model's version answers at once. Everything in the file is
   * checked before anything is kept.
   *
   * Throws `archive-damaged`, `archive-hostile`, `archive-newer` or `archive-passphrase`, and `archive-present` where the project is here already and no copy was asked for.
   */
  async openFile(file: Blob, options: OpenFileOptions = {}): Promise<Project> {
    const { passphrase = null, ifPresent = 'refuse' } = options;
    const request = { file, passphrase, ifPresent };
    const { projectId } = await this.#workspace.run('import-archive', request, watchOf(options));
    return new Project(this.#workspace, projectId);
  }

  /** A project with a table that is generated on the device: `sea`, `agrawal`, `hyperplane` or `friedman`. */
  async sample(sample: string, options: SampleOptions = {}): Promise<Project> {
    const { samples } = await this.#workspace.catalog();
    const rows = options.rows ?? samples.find(({ kind }) => kind === sample)?.defaultRows ?? 0;
    const request = { sample, rows, seed: options.seed ?? 1, projectId: null };
    const { table } = await this.#workspace.run('sample', request, watchOf(options));
    return new Project(this.#workspace, table.projectId);
  }

  /** Afterwards every call is refused. What was stored stays where it is; a memory store is forgotten. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#close();
  }
}
