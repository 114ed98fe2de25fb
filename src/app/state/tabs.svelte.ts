import { openNews } from '../../bridge/news.ts';
import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { RecordKind } from '../../core/records.ts';
import type { TabNews, WorkspaceQuestions } from '../../../workers/workspace/contract.ts';
import { asProblem } from './problem.ts';

/** What is kept of work under way: it changes who is at what, and nothing that a project's pages show. */
const NOTES: ReadonlySet<RecordKind> = new Set(['job', 'job-file']);
/** What is only appended, and read where it is shown. */
const SILENT: ReadonlySet<RecordKind> = new Set(['event']);

const INHERITED = 'The other tab has left this project: you work on it here from now on';
const LOST = 'Another tab has taken this project over: this one follows it';

/** The house, as far as it is concerned. */
interface Looked {
  readonly ask: Pick<WorkspaceQuestions, 'attend' | 'takeOver'>;
  readonly notices: { say(text: string): void };
  refresh(): Promise<void>;
  readInterrupted(): Promise<void>;
}

/** This tab among those that have the same data open: which of them writes to the open project, and what the others did. */
export class Tabs {
  /** Another tab writes to the open project. */
  follows = $state(false);
  isTaking = $state(false);
  problem = $state.raw<PerennialError | null>(null);
  readonly #house: Looked;
  #projectId: Id | null = null;
  /** As the worker is called; null while it was not asked. */
  #tab: string | null = null;
  #isLooking = false;
  #isStale = false;

  constructor(house: Looked, listen: typeof openNews = openNews) {
    this.#house = house;
    listen((news) => this.#hear(news));
  }

  /** Opens the project in this tab, or none: it writes to it where nobody else does. */
  async attend(projectId: Id | null): Promise<void> {
    const isOther = projectId !== this.#projectId;
    this.#projectId = projectId;
    if (isOther) {
      this.follows = false;
      this.problem = null;
    }
    const { tab, isWriter } = await this.#house.ask.attend(projectId);
    this.#tab = tab;
    if (this.#projectId !== projectId) return;
    if (isOther) this.follows = !isWriter;
    else if (projectId !== null) this.#become(projectId, isWriter);
  }

  /** This tab writes from now on; what the other one was at is written down, and can go on here. */
  async takeOver(): Promise<void> {
    const projectId = this.#projectId;
    if (projectId === null || this.isTaking) return;
    this.isTaking = true;
    this.problem = null;
    try {
      const { isWriter } = await this.#house.ask.takeOver(projectId);
      if (isWriter) this.#become(projectId, true, 'You work on this project here from now on');
      await this.#house.refresh();
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.isTaking = false;
    }
  }

  #hear(news: TabNews): void {
    if (news.kind === 'committed' && news.tab !== this.#tab) this.#followCommit(news);
    if (news.kind === 'role' && news.tab === this.#tab && !this.isTaking)
      this.#become(news.projectId, news.isWriter);
  }

  #become(projectId: Id, isWriter: boolean, words = isWriter ? INHERITED : LOST): void {
    if (projectId !== this.#projectId || this.follows === !isWriter) return;
    this.follows = !isWriter;
    this.#house.notices.say(words);
    void this.#house.readInterrupted();
  }

  #followCommit({ projectIds, records }: Extract<TabNews, { kind: 'committed' }>): void {
    const isShown =
      this.#projectId === null || projectIds.length === 0 || projectIds.includes(this.#projectId);
    if (!isShown || records.every((kind) => SILENT.has(kind))) return;
    if (records.every((kind) => NOTES.has(kind) || SILENT.has(kind))) void this.#house.readInterrupted();
    else this.#look();
  }

  /** Reads what is shown again: at most once at a time, and once more where something was kept meanwhile. */
  #look(): void {
    this.#isStale = true;
    if (!this.#isLooking) void this.#lookAgain();
  }

  async #lookAgain(): Promise<void> {
    this.#isLooking = true;
    while (this.#isStale) {
      this.#isStale = false;
      await this.#house.refresh();
    }
    this.#isLooking = false;
  }
}
