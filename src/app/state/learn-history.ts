import type { Id } from '../../core/ids.ts';
import type { Judgement, ModelVersion, Split } from '../../core/records.ts';
import type { ProjectView } from '../../../workers/workspace/contract.ts';

/** One time that the model learnt on: the challenger, its rows, its judgement. */
export interface LearntOn {
  readonly version: ModelVersion;
  readonly judgement: Judgement;
  readonly split: Split | null;
  /** The file's name. */
  readonly tableName: string;
}

/** Every learn-on of a project, newest first. */
export function learntOn(view: Pick<ProjectView, 'versions' | 'splits' | 'tables'>): readonly LearntOn[] {
  const splits = new Map(view.splits.map((split) => [split.id, split]));
  const tables = new Map(view.tables.map((table) => [table.id, table]));
  return view.versions
    .flatMap((version) => {
      const { judgement } = version;
      if (!judgement) return [];
      const split = splits.get(version.splits.at(-1) ?? '') ?? null;
      const name = tables.get(split?.tableId ?? '')?.name ?? GONE;
      return [{ version, judgement, split, tableName: name }];
    })
    .reverse();
}

/** What a table is called; deleted ones have no name any more. */
export function tableName(view: Pick<ProjectView, 'tables'>, id: Id | undefined): string {
  return view.tables.find((table) => table.id === id)?.name ?? GONE;
}

const GONE = 'a table that is gone';
