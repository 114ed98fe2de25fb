import type { Id } from '../core/ids.ts';
import type { ModelVersion, Role, Split } from '../core/records.ts';
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

/**
 * The guard rows of earlier data, oldest first: those set apart by the first split, and the rows that judged earlier
 * challengers, which were never learnt either.
 */
export async function anchorSegments(house: House, line: ModelVersion): Promise<readonly AnchorSegment[]> {
  const lastRise = await newestRise(house, line.projectId);
  const segments: AnchorSegment[] = [];
  for (const id of line.splits.toReversed()) {
    if (segments.length === MOST_SEGMENTS) break;
    const split = await need(house, 'split', id);
    const role = guardRole(split);
    if (split.counts[role] === 0) continue;
    const table = storedTableOf(await need(house, 'table', split.tableId));
    const { tableId, roles } = split;
    segments.push({ tableId, table, roles: [roles], named: [role], holds: tableId >= lastRise });
  }
  return segments.reverse();
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
