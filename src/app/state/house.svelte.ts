import { createContext } from 'svelte';
import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion, TableVersion } from '../../core/records.ts';
import type { Client } from '../../bridge/client.ts';
import type {
  Catalog,
  InterruptedJob,
  JobKind,
  Jobs,
  ProjectSummary,
  ProjectView,
  WorkspaceQuestions,
} from '../../../workers/workspace/contract.ts';
import { Job, type JobLabel } from './jobs.svelte.ts';
import { Persistence } from './persistence.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { asProblem } from './problem.ts';
import { HOME_HREF, SETTINGS_HREF, stageHref, WATCH_HREF } from './route.ts';
import { Router } from './router.svelte.ts';
import { Tabs } from './tabs.svelte.ts';
import { Theme } from './theme.svelte.ts';

/** Jobs that change what a project holds: its view is read again when they end. */
const CHANGING: ReadonlySet<JobKind> = new Set([
  'import',
  'sample',
  'retype',
  'train',
  'learn-on',
  'learn-feedback',
  'resume',
  'import-archive',
  'import-trees',
]);

/**
 * What every page shares: the projects, the one that is open, the jobs under way, what was said.
 *
 * `open` follows the route; `start` runs a job and keeps the open project's view true; `ask` is for the controllers
 * of single pages.
 */
export class House {
  readonly ask: WorkspaceQuestions;
  readonly router = new Router();
  readonly theme = new Theme();
  readonly notices = new Notices();
  readonly persistence = new Persistence(navigator.storage);
  readonly tabs: Tabs;
  catalog = $state.raw<Catalog | null>(null);
  /** Null while they are being read. */
  projects = $state.raw<readonly ProjectSummary[] | null>(null);
  /** Jobs that were cut off and can go on, or that another tab is at. */
  interrupted = $state.raw<readonly InterruptedJob[]>([]);
  /** The open project; null at home, and while it is being read. */
  view = $state.raw<ProjectView | null>(null);
  /** Why projects or the open project cannot be read. */
  problem = $state.raw<PerennialError | null>(null);
  jobs = $state.raw<readonly Job[]>([]);

  /** The newest table to train on: not one of those that a model learnt on with. */
  readonly table = $derived<TableVersion | null>(
    this.view?.tables.findLast((table) => table.cause !== 'learn-on') ?? null,
  );
  readonly champion = $derived<ModelVersion | null>(this.#named('champion'));
  readonly challenger = $derived<ModelVersion | null>(this.#named('challenger'));
  readonly running = $derived(this.jobs.filter((job) => job.state === 'running'));
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
    this.ask = client;
    this.tabs = new Tabs(this);
    void this.#load();
  }

  /** Opens a project, or none. */
  async open(id: Id | null): Promise<void> {
    if (this.view?.project.id === id) return;
    this.view = null;
    await this.#attempt(async () => {
      await this.tabs.attend(id);
      if (id === null) await this.#readProjects();
      else this.#keep(await this.ask.project(id));
    });
  }

  /** Reads the open project, the projects and the catalog again. */
  async refresh(): Promise<void> {
    const id = this.router.route.projectId;
    await this.#attempt(async () => {
      if (!this.catalog) this.catalog = await this.ask.catalog();
      // A worker that was started anew knows nothing of what is open here.
      await this.tabs.attend(id);
      if (id !== null) this.#keep(await this.ask.project(id));
      await this.#readProjects();
    });
  }

  /** The person would rather have the data brought to this release without a copy than not at all. */
  async goOnWithoutBackup(): Promise<void> {
    await this.#attempt(() => this.#client.goOnWithoutBackup());
    if (!this.problem) await this.refresh();
  }

  /** Reads again which jobs were cut off. */
  async readInterrupted(): Promise<void> {
    try {
      this.interrupted = await this.ask.interrupted();
    } catch {
      // The list stays as it was: what keeps it from being read is told where the projects are.
    }
  }

  /** Starts a job; await its `outcome`. A finished job has already brought the open project's view up to date. */
  start<K extends JobKind>(kind: K, request: Jobs[K]['request'], label: JobLabel): Job<K> {
    const job = new Job(this.#client, kind, request, label, async () => {
      if (!CHANGING.has(kind)) return;
      void this.persistence.askOnce();
      await this.refresh();
    });
    this.jobs = [...this.jobs, job];
    void job.outcome.then(() => {
      if (job.state !== 'failed') this.dismiss(job);
      // A job whose worker has died can go on, and one that was cancelled is gone.
      if (job.state !== 'done' && CHANGING.has(kind)) void this.readInterrupted();
    });
    return job;
  }

  /** Tells whoever has gone on to another page that a job is done, and where its result is. */
  announce(job: Pick<Job, 'title' | 'place'>, href = job.place): void {
    if (this.isAt(job.place)) return;
    this.notices.say(`Done: ${job.title}`, { label: 'Show', run: () => this.router.go(href) });
  }

  /** The page where the person is, without what is asked of it. */
  get place(): string {
    const { projectId, stage } = this.router.route;
    if (projectId && stage) return stageHref(projectId, stage);
    if (stage === 'watch') return WATCH_HREF;
    return stage ? SETTINGS_HREF : HOME_HREF;
  }

  /** Whether the person is on this page, whatever is asked of it. */
  isAt(place: string): boolean {
    return place === this.place;
  }

  dismiss(job: Job): void {
    this.jobs = this.jobs.filter((each) => each !== job);
  }

  version(id: Id | null | undefined): ModelVersion | null {
    return this.view?.versions.find((version) => version.id === id) ?? null;
  }

  async rename(name: string): Promise<void> {
    const before = this.view?.project;
    const wanted = name.trim();
    if (!before || !wanted || wanted === before.name) return;
    try {
      const project = await this.ask.renameProject(before.id, wanted);
      if (this.view?.project.id === project.id) this.view = { ...this.view, project };
      this.projects = await this.ask.projects();
      this.notices.say(`Renamed to “${project.name}”`, {
        label: 'Undo',
        run: () => void this.rename(before.name),
      });
    } catch (error) {
      this.notices.say(`The name stays as it was: ${asProblem(error).message}`);
    }
  }

  /** Takes a view that a question has answered with, when it is still the open project's. */
  take(view: ProjectView): void {
    this.#keep(view);
  }

  #named(name: 'champion' | 'challenger'): ModelVersion | null {
    return this.version(this.view?.aliases[name]?.versionId);
  }

  #keep(view: ProjectView): void {
    if (view.project.id === this.router.route.projectId) this.view = view;
  }

  async #load(): Promise<void> {
    await this.#attempt(async () => {
      this.catalog = await this.ask.catalog();
      await this.#readProjects();
    });
  }

  async #readProjects(): Promise<void> {
    this.projects = await this.ask.projects();
    this.interrupted = await this.ask.interrupted();
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}

/** The house, for every component below App. */
export const [useHouse, provideHouse] = createContext<House>();
