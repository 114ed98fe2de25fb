import { describe, expect, test } from 'vitest';
import { aliasMoves, championBefore, reigns } from '../../../src/app/state/alias-history.ts';
import type { Id } from '../../../src/core/ids.ts';
import type { EventRecord, ProjectEvent } from '../../../src/core/records.ts';

type Move = Extract<ProjectEvent, { kind: 'alias-moved' }>;

/** Events newest first, as the workspace tells them, a minute apart. */
function history(...moves: readonly Partial<Move>[]): readonly EventRecord[] {
  return moves
    .map((move, index): EventRecord => ({
      kind: 'event',
      id: `E${index}`,
      projectId: 'P',
      at: index * 60_000,
      event: {
        kind: 'alias-moved',
        alias: 'champion',
        from: null,
        to: null,
        by: 'rule',
        reason: '',
        ...move,
      },
    }))
    .reverse();
}

const crown = (to: Id, from: Id | null = null): Partial<Move> => ({ to, from });
const rollback = (to: Id): Partial<Move> => ({ to, from: 'X', by: 'rollback' });

describe('championBefore', () => {
  const before = (...moves: readonly Partial<Move>[]) => championBefore(aliasMoves(history(...moves)));

  test('the first champion has none before it', () => {
    expect(before(crown('A'))).toBeNull();
    expect(before()).toBeNull();
  });
  test('one move back, and after a rollback one further', () => {
    expect(before(crown('A'), crown('B'), crown('C'))).toBe('B');
    expect(before(crown('A'), crown('B'), crown('C'), rollback('B'))).toBe('A');
    expect(before(crown('A'), crown('B'), crown('C'), rollback('B'), rollback('A'))).toBeNull();
  });
  test('versions that were deleted are passed over, also by the rollbacks that come later', () => {
    const isThere = (id: Id) => id !== 'C';
    const moves = [crown('A'), crown('B'), crown('C'), crown('D')];
    const beforeWith = (...more: readonly Partial<Move>[]) =>
      championBefore(aliasMoves(history(...moves, ...more)), isThere);
    expect(beforeWith()).toBe('B');
    expect(beforeWith(rollback('B'))).toBe('A');
    expect(beforeWith(rollback('B'), rollback('A'))).toBeNull();
    expect(beforeWith(rollback('B'), crown('D'))).toBe('B');
  });
  test('moves of the challenger do not count', () => {
    expect(before(crown('A'), crown('B'), { alias: 'challenger', to: 'C' })).toBe('A');
  });
});

describe('reigns', () => {
  test('each lasts until the next begins; the newest lasts on', () => {
    const found = reigns(
      aliasMoves(history(crown('A'), { alias: 'challenger', to: 'B' }, crown('B', 'A'), rollback('A'))),
    );
    expect(found.map(({ versionId, from, until }) => [versionId, from, until])).toEqual([
      ['A', 180_000, null],
      ['B', 120_000, 180_000],
      ['A', 0, 120_000],
    ]);
  });
});

test('events of other kinds are no moves', () => {
  const other: EventRecord = {
    kind: 'event',
    id: 'E',
    projectId: 'P',
    at: 0,
    event: { kind: 'learnt-on', versionId: 'A', tableId: 'T' },
  };
  expect(aliasMoves([other])).toEqual([]);
});
