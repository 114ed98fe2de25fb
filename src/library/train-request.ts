import type { Id } from '../core/ids.ts';
import type { EngineChoice } from '../core/dense.ts';
import type { JsonObject } from '../core/json.ts';
import type { SplitFractions, SplitStrategy } from '../core/records.ts';
import type { Task } from '../core/schema.ts';
import { DEFAULT_FRACTIONS, type ProjectView, type TrainRequest, type Workspace } from '../workspace/api.ts';
import { proposedTarget } from './proposed-target.ts';
import type { Watch } from './watch.ts';

/** What is left out is as the app proposes it. */
export interface TrainOptions extends Watch {
  /** The column to predict. Left out: the project's own target, else the column that looks like one. */
  readonly target?: string;
  /** Left out: the one that follows from the column. */
  readonly task?: Task;
  /** Left out: the newest one. */
  readonly table?: Id;
  /** A kind (`linear`, `network`, `boosted-trees`, ...), or `auto` (the default): those that the widget carries are tried, and the one with the lowest loss on validation rows kept. */
  readonly learner?: string;
  /** Overrides of the learner's defaults. */
  readonly options?: JsonObject;
  readonly split?: SplitStrategy;
  /** .65 train, .15 validation, .05 guard, .15 report. */
  readonly fractions?: SplitFractions;
  /** Columns left out besides those that the default recipe leaves out. */
  readonly exclude?: readonly string[];
  /** Columns that the default recipe would leave out. */
  readonly include?: readonly string[];
  /** Weigh the rows so that every class counts the same; false by default. */
  readonly balanceClasses?: boolean;
  /** `auto` by default: the fastest engine here. */
  readonly engine?: EngineChoice;
  /** The same rows, options and seed make the same model; 1 by default. */
  readonly seed?: number;
}

export async function trainRequest(
  workspace: Workspace,
  view: ProjectView,
  options: TrainOptions,
): Promise<TrainRequest> {
  const { tableId, ...proposed } = await proposedTarget(workspace, view, options);
  return {
    projectId: view.project.id,
    tableId,
    target: { column: proposed.column, task: options.task ?? proposed.task },
    learner: options.learner ?? 'auto',
    options: options.options ?? {},
    split: options.split ?? proposed.split,
    fractions: options.fractions ?? DEFAULT_FRACTIONS,
    excluded: options.exclude ?? [],
    included: options.include ?? [],
    balanceClasses: options.balanceClasses ?? false,
    engine: options.engine ?? 'auto',
    seed: options.seed ?? 1,
  };
}
