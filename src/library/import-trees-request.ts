import type { Id } from '../core/ids.ts';
import type { SplitFractions, SplitStrategy } from '../core/records.ts';
import {
  DEFAULT_FRACTIONS,
  type ImportTreesRequest,
  type ProjectView,
  type Workspace,
} from '../workspace/api.ts';
import { proposedTarget } from './proposed-target.ts';
import type { Watch } from './watch.ts';

/** How trees of another system are taken in; what is left out is as the app proposes it. */
export interface ImportTreesOptions extends Watch {
  /** What they predict. Left out: the project's own target, else the column that looks like one. */
  readonly target?: string;
  /** The table whose columns they ask for. Left out: the newest one. */
  readonly table?: Id;
  /** The label of each class, in the order of the file's class numbers. Left out: as the file says, else the target's labels in ascending order. */
  readonly classes?: readonly string[];
  /** Of features of categories the labels in the order of their numbers, where the file does not tell them. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  /** Which column a feature of the file is, where its name does not tell: `{ f0: 'age' }`. */
  readonly matches?: Readonly<Record<string, string>>;
  readonly split?: SplitStrategy;
  /** .65 train, .15 validation, .05 guard, .15 report. */
  readonly fractions?: SplitFractions;
  /** 1 by default. */
  readonly seed?: number;
}

export async function importTreesRequest(
  workspace: Workspace,
  view: ProjectView,
  file: Blob | string,
  options: ImportTreesOptions,
): Promise<ImportTreesRequest> {
  const { tableId, ...proposed } = await proposedTarget(workspace, view, options);
  return {
    projectId: view.project.id,
    tableId,
    column: proposed.column,
    file: typeof file === 'string' ? new Blob([file]) : file,
    classes: options.classes ?? null,
    labels: options.labels ?? {},
    matches: options.matches ?? {},
    split: options.split ?? proposed.split,
    fractions: options.fractions ?? DEFAULT_FRACTIONS,
    seed: options.seed ?? 1,
  };
}
