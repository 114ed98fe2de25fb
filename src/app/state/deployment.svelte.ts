import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion } from '../../core/records.ts';
import { widgetModuleOf } from '../../core/widget-family.ts';
import type { WidgetOptions } from '../../core/widget-options.ts';
import type { Jobs } from '../../../workers/workspace/contract.ts';
import { bytesText } from '../parts/format.ts';
import { download } from './download.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { keeper } from './keeper.ts';
import { asProblem } from './problem.ts';
import { stageHref } from './route.ts';
import { defineWidget, readWidget } from './widget-files.ts';

type Export = Jobs['export-model']['result'];

/** One version on its way into other pages: what goes along, how it behaves there, and the files that are made of it. */
export class Deployment {
  version = $state.raw<ModelVersion | null>(null);
  /** The page's heading; null: the project's name. */
  heading = $state<string | null>(null);
  isHeadless = $state(false);
  learns = $state(true);
  auditRate = $state(0);
  rememberedRows = $state(false);
  /** The version as a file, with these rows or without; null while it is being made. */
  model = $state.raw<Export | null>(null);
  problem = $state.raw<PerennialError | null>(null);
  /** Whether the element is defined in this page, and carries the version. */
  isWidgetHere = $state(false);
  making = $state.raw<Job<'make-site'> | null>(null);
  readonly #house: House;
  readonly #place: string;
  #asked = 0;

  constructor(house: House, projectId: Id) {
    this.#house = house;
    this.#place = stageHref(projectId, 'deploy');
  }

  get options(): WidgetOptions {
    const { isHeadless, learns, auditRate } = this;
    return { isHeadless, learns, auditRate };
  }

  get title(): string {
    return this.heading?.trim() || (this.#house.view?.project.name ?? '');
  }

  /** The file of the widget that carries the version; null where none does. */
  get module(): string | null {
    return this.version && widgetModuleOf(this.version.learner.kind);
  }

  /** Makes the version's file, and brings the widget into this page. */
  async open(version: ModelVersion, rememberedRows: boolean): Promise<void> {
    const asked = ++this.#asked;
    this.version = version;
    this.model = null;
    this.problem = null;
    this.isWidgetHere = false;
    const job = this.#house.start(
      'export-model',
      { versionId: version.id, rememberedRows, passphrase: null },
      { title: `Making version ${version.number} ready to leave`, place: this.#place },
    );
    const { module } = this;
    try {
      if (module) await defineWidget(module);
      if (asked === this.#asked) this.isWidgetHere = module !== null;
    } catch (error) {
      if (asked === this.#asked) this.problem = asProblem(error);
    }
    const model = await job.outcome;
    if (asked !== this.#asked) return;
    this.model = model;
    this.problem ??= job.problem;
    this.#house.dismiss(job);
  }

  /** Makes a folder or a page of it, and hands it to the browser's downloads. */
  async make(form: 'folder' | 'page'): Promise<void> {
    const { model, module, options, title } = this;
    if (!model || !module || this.making?.state === 'running') return;
    try {
      const job = this.#house.start(
        'make-site',
        { form, title, model: model.file, widget: await readWidget(module), options },
        { title: form === 'folder' ? 'Packing the folder' : 'Making the page', place: this.#place },
      );
      this.making = job;
      const site = await job.outcome;
      this.problem = job.problem;
      this.#house.dismiss(job);
      if (site) this.#deliver(site);
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  saveModel(): void {
    if (this.model) this.#deliver(this.model);
  }

  #deliver({ file, name }: Export): void {
    download(file, name);
    this.#house.notices.say(`${name} is in your downloads (${bytesText(file.size)})`, {
      label: 'Once more',
      run: () => download(file, name),
    });
  }
}

export const deploymentOf = keeper((house: House, projectId: Id) => new Deployment(house, projectId));
