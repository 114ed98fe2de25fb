import type { Id } from '../../core/ids.ts';
import type { EventRecord, ProjectEvent } from '../../core/records.ts';

export type AliasMove = Extract<ProjectEvent, { kind: 'alias-moved' }> & {
  readonly id: Id;
  readonly at: number;
};

/** A time in which one version answered. */
export interface Reign {
  readonly id: Id;
  readonly versionId: Id;
  readonly from: number;
  /** Null: it answers now. */
  readonly until: number | null;
  readonly by: AliasMove['by'];
  readonly reason: string;
}

/** The moves of aliases among events, in the events' order. */
export function aliasMoves(events: readonly EventRecord[]): readonly AliasMove[] {
  return events.flatMap(({ id, at, event }) => (event.kind === 'alias-moved' ? [{ ...event, id, at }] : []));
}

/** Who was live when, newest first; `moves` newest first as well. */
export function reigns(moves: readonly AliasMove[]): readonly Reign[] {
  const crowned = moves.filter(({ alias, to }) => alias === 'champion' && to !== null);
  return crowned.map(({ id, to, at, by, reason }, index) => ({
    id,
    versionId: to!,
    from: at,
    until: crowned[index - 1]?.at ?? null,
    by,
    reason,
  }));
}

/**
 * Where a rollback leads: it takes off what was put on since the version that it led to, and passes over versions that were
 * deleted. Null: there is no champion before.
 */
export function championBefore(
  moves: readonly AliasMove[],
  isThere: (id: Id) => boolean = () => true,
): Id | null {
  const stack: Id[] = [];
  for (const { alias, to, by } of moves.toReversed()) {
    if (alias !== 'champion' || to === null) continue;
    if (by === 'rollback') stack.length = stack.lastIndexOf(to, -2) + 1;
    else stack.push(to);
  }
  const champion = stack.at(-1);
  return stack.findLast((id) => id !== champion && isThere(id)) ?? null;
}
