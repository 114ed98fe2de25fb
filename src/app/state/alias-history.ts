import type { EventRecord, Id, ProjectEvent } from '../../core/records.ts';

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

/** Where a rollback leads: a rollback takes off what the move before it had put on. Null: there is no champion before. */
export function championBefore(moves: readonly AliasMove[]): Id | null {
  const stack: Id[] = [];
  for (const { alias, to, by } of moves.toReversed()) {
    if (alias !== 'champion' || to === null) continue;
    if (by === 'rollback') stack.pop();
    else stack.push(to);
  }
  return stack.at(-2) ?? null;
}

/** Whether the first move of `champion` is among them, so that nothing older is missing. */
export function isWhole(moves: readonly AliasMove[]): boolean {
  return moves.some(({ alias, from }) => alias === 'champion' && from === null);
}
