import { createContext } from 'svelte';
import type { EngineChoice } from '../../core/dense.ts';
import type { PerennialError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Id } from '../../core/ids.ts';
import type { ModelVersion, SplitFractions, SplitStrategy, TableVersion } from '../../core/records.ts';
import type { Task } from '../../core/schema.ts';
import type { LeaderboardEntry, TargetSuggestion } from '../../../workers/workspace/contract.ts';
import { ColumnChoice } from './column-choice.ts';
import type { House } from './house.svelte.ts';
import type { Job } from './jobs.svelte.ts';
import { asProblem } from './problem.ts';
import { stageHref } from './route.ts';

/** What a project's next model is to be: the target, the rows, the learner. It lives as long as the page. */
export class Plan {
  /** What follows from the chosen target; null while it is being found out. */
  suggestion = $state.raw<TargetSuggestion | null>(null);
  /** Why the column just chosen cannot be the target. */
  problem = $state.raw<PerennialError | null>(null);
  isAsking = $state(false);
  task = $state<Task>('binary');
  split = $state.raw<SplitStrategy>({ kind: 'random', seed: 1 });
  /** Shares of rows that the person has set; null while the usual ones will do. */
  #shares = $state.raw<SplitFractions | null>(null);
  excluded = $state.raw<readonly string[]>([]);
  included = $state.raw<readonly string[]>([]);
  learner = $state('auto');
  /** Overrides of each learner's defaults, by its kind. */
  options = $state.raw<Readonly<Record<string, JsonObject>>>({});
  balanceClasses = $state(false);
  engine = $state<EngineChoice>('auto');
  seed = $state(1);
  job = $state.raw<Job<'train'> | null>(null);
  /** The last model trained on this page. */
  result = $state.raw<{
    readonly version: ModelVersion;
    readonly leaderboard: readonly LeaderboardEntry[];
  } | null>(null);
  readonly areSharesWhole = $derived(
    this.#shares === null ||
      Math.abs(this.#shares.train + this.#shares.validation + this.#shares.guard + this.#shares.report - 1) <
        0.005,
  );
  readonly choice = $derived(new ColumnChoice(this.suggestion, this.excluded, this.included));
  readonly isSeedRight = $derived(Number.isInteger(this.seed) && this.seed >= 0);
  readonly isReady = $derived(
    this.suggestion !== null && this.fractions !== null && this.areSharesWhole && this.isSeedRight,
  );
  readonly #house: House;
  #tableId: Id | null = null;

  constructor(house: House) {
    this.#house = house;
  }

  /**
   * Shares of rows, each with one role for good: to learn, to stop in time, to notice forgetting, to report. Null
   * until the usual ones are known.
   */
  get fractions(): SplitFractions | null {
    return this.#shares ?? this.#house.catalog?.fractions ?? null;
  }

  setShare(role: keyof SplitFractions, share: number): void {
    if (this.fractions) this.#shares = { ...this.fractions, [role]: share };
  }

  /** Finds out what follows for this table, once; the column chosen before stays chosen while there is one. */
  async follow(table: TableVersion, known: string | null): Promise<void> {
    if (this.#tableId === table.id) return;
    const column = this.suggestion?.column ?? known;
    this.#tableId = table.id;
    const isThere = column !== null && table.columns.some((each) => each.name === column);
    await this.#find(table.id, isThere ? column : null);
    if (this.problem && isThere) await this.#find(table.id, null);
  }

  /** Makes this column the target; where it cannot be one, `problem` says why and the target stays. */
  async choose(column: string): Promise<void> {
    if (this.#tableId) await this.#find(this.#tableId, column);
  }

  /** Whether the column's cells reach the model. */
  uses(column: string): boolean {
    return this.choice.uses(column);
  }

  /** Takes a column in or leaves it out. */
  use(column: string, isUsed: boolean): void {
    const isLeftOutByDefault = this.choice.reasons.has(column);
    this.excluded = without(this.excluded, column, !isUsed && !isLeftOutByDefault);
    this.included = without(this.included, column, isUsed && isLeftOutByDefault);
  }

  setOption(learner: string, name: string, value: JsonObject[string]): void {
    this.options = { ...this.options, [learner]: { ...this.options[learner], [name]: value } };
  }

  /** Trains as planned. `job` shows how far it is, `result` what came of it. */
  async train(table: TableVersion): Promise<void> {
    const { suggestion, fractions } = this;
    if (!suggestion || !fractions || !this.isReady || this.job?.state === 'running') return;
    if (this.job) this.#house.dismiss(this.job);
    this.result = null;
    const job = this.#house.start(
      'train',
      {
        projectId: table.projectId,
        tableId: table.id,
        target: { column: suggestion.column, task: this.task },
        learner: this.learner,
        options: this.options[this.learner] ?? {},
        split: this.split.kind === 'random' ? { kind: 'random', seed: this.seed } : this.split,
        fractions,
        excluded: this.excluded,
        included: this.included,
        balanceClasses: this.balanceClasses && this.task !== 'regression',
        engine: this.engine,
        seed: this.seed,
      },
      {
        title: `Training a model that predicts “${suggestion.column}”`,
        place: stageHref(table.projectId, 'train'),
      },
    );
    this.job = job;
    this.result = await job.outcome;
    if (this.result) this.#house.announce(job);
  }

  async #find(tableId: Id, column: string | null): Promise<void> {
    this.isAsking = true;
    this.problem = null;
    try {
      const { ask } = this.#house;
      const suggestion = await (column === null
        ? ask.suggestTarget(tableId)
        : ask.describeTarget(tableId, column));
      if (this.#tableId === tableId) this.#take(suggestion);
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.isAsking = false;
    }
  }

  #take(suggestion: TargetSuggestion): void {
    const isSame = this.suggestion?.column === suggestion.column;
    this.suggestion = suggestion;
    this.split = suggestion.split;
    if (!isSame || !suggestion.tasks.includes(this.task)) this.task = suggestion.task;
    if (isSame) return;
    this.excluded = [];
    this.included = [];
  }
}

/** One plan a project, so that going from page to page loses nothing. */
export class Plans {
  readonly #house: House;
  #plans: Readonly<Record<Id, Plan>> = {};

  constructor(house: House) {
    this.#house = house;
  }

  of(projectId: Id): Plan {
    const known = this.#plans[projectId];
    if (known) return known;
    const plan = new Plan(this.#house);
    this.#plans = { ...this.#plans, [projectId]: plan };
    return plan;
  }
}

export const [usePlans, providePlans] = createContext<Plans>();

function without(list: readonly string[], item: string, isAdded: boolean): readonly string[] {
  const rest = list.filter((each) => each !== item);
  return isAdded ? [...rest, item] : rest;
}
