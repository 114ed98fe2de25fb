import type { Id } from '../core/ids.ts';
import type { ModelVersion, Role, Split } from '../core/records.ts';
import { expectedLosses } from '../flow/monitor/expected-losses.ts';
import type { StoredRows } from './compute.ts';
import { MOST_SEGMENTS } from './contest.ts';
import { type House, need } from './house.ts';
import { storedTableOf } from './tables.ts';

/** Guard rows of one table, which no model of this line has learnt. */
export interface AnchorSegment extends StoredRows {
  readonly tableId: Id;
  /** False once the champion's labelled error was confirmed to have risen on a later table. */
  readonly holds: boolean;
}

export interface Anchor {
  readonly segments: readonly AnchorSegment[];
  /** What a champion that came without any rows was measured to lose where it was made, until its error has risen. */
  readonly expected: Float64Array | null;
}

/**
 * The guard rows of earlier data, oldest first: those set apart by the first split, and the rows that judged earlier
 * challengers, which were never learnt either. Of a champion that came without any rows these are the rows that judged its
 * challengers: it has learnt none of them.
 */
export async function anchorOf(house: House, champion: ModelVersion): Promise<Anchor> {
  const lastRise = await newestRise(house, champion.projectId);
  const cameAlone = champion.splits.length === 0;
  const line = cameAlone ? await judgedSplits(house, champion) : champion.splits;
  const segments: AnchorSegment[] = [];
  for (const id of line.toReversed()) {
    if (segments.length === MOST_SEGMENTS) break;
    const split = await need(house, 'split', id);
    const role = guardRole(split);
    if (split.counts[role] === 0) continue;
    const table = storedTableOf(await need(house, 'table', split.tableId));
    const { tableId, roles } = split;
    segments.push({ tableId, table, roles: [roles], named: [role], holds: tableId >= lastRise });
  }
  const expected = cameAlone && lastRise === '' ? expectedLosses(champion.evaluation) : null;
  return { segments: segments.reverse(), expected };
}

/** Of all challengers that were judged against this champion and are still there, oldest first. */
async function judgedSplits(house: House, champion: ModelVersion): Promise<readonly Id[]> {
  const challengers = await challengersOf(house, champion);
  return [...new Set(challengers.flatMap(({ splits }) => splits))].sort();
}

/** Those that were judged against this champion and are still there, newest first. */
export async function challengersOf(
  { store }: House,
  { id, projectId }: ModelVersion,
): Promise<readonly ModelVersion[]> {
  const versions = await store.list('version', { projectId, newestFirst: true });
  return versions.filter(({ judgement }) => judgement?.championId === id);
}

function guardRole(split: Split): Role {
  return split.strategy.kind === 'learn-on' ? 'judge' : 'guard';
}

/** The table on which the error was last confirmed to have risen; ids sort by time. */
async function newestRise({ store }: House, projectId: Id): Promise<Id> {
  const [newest] = await store.list('event', {
    projectId,
    eventKinds: ['error-rose'],
    newestFirst: true,
    limit: 1,
  });
  return newest?.event.kind === 'error-rose' ? newest.event.tableId : '';
}
