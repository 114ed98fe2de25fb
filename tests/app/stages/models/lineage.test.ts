import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineageRows, MOST_LANES } from '../../../../src/app/stages/models/lineage.ts';

describe('lineageRows', () => {
  const family = (...versions: readonly (readonly [string, string | null])[]) =>
    lineageRows(versions.map(([id, parent]) => ({ id, parents: parent === null ? [] : [parent] })));

  test('a chain stays in one lane, newest first', () => {
    const rows = family(['1', null], ['2', '1'], ['3', '2']);
    expect(rows.map(({ id, lane, hasChild, hasParent }) => [id, lane, hasChild, hasParent])).toEqual([
      ['3', 0, false, true],
      ['2', 0, true, true],
      ['1', 0, true, false],
    ]);
  });
  test('a second child opens a lane that leaves its parent and passes what lies between', () => {
    const rows = family(['1', null], ['2', '1'], ['3', '1']);
    expect(rows[0]).toEqual({
      id: '3',
      lane: 1,
      hasChild: false,
      hasParent: true,
      passing: [],
      branches: [],
    });
    expect(rows[1]).toMatchObject({ id: '2', lane: 0, passing: [1] });
    expect(rows[2]).toMatchObject({ id: '1', lane: 0, hasChild: true, branches: [1] });
  });
  test('families do not cross: no dot lies on a line that passes', () => {
    const rows = family(['1', null], ['2', null], ['3', '1'], ['4', '1'], ['5', '3'], ['6', '2'], ['7', '1']);
    for (const { lane, passing } of rows) expect(passing).not.toContain(lane);
  });
  test('a parent that is gone leaves a version without a line', () => {
    expect(family(['9', '8'])).toMatchObject([{ hasParent: false, lane: 0 }]);
  });
  test('a thousand versions in a row are no trouble', () => {
    const rows = family(
      ...Array.from({ length: 1000 }, (_, i) => [String(i), i === 0 ? null : String(i - 1)] as const),
    );
    expect(new Set(rows.map(({ lane }) => lane))).toEqual(new Set([0]));
  });
  test('a line runs down from every version to its parent, and nowhere else', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat()), { maxLength: 40 }), (picks) => {
        const parentOf = picks.map((pick, index) => (pick === null || index === 0 ? null : pick % index));
        const rows = family(
          ...parentOf.map(
            (parent, index) => [String(index), parent === null ? null : String(parent)] as const,
          ),
        ).toReversed();
        const edges = parentOf.flatMap((parent, child) => (parent === null ? [] : [{ parent, child }]));
        rows.forEach(({ passing, branches, hasChild, lane }, row) => {
          const over = edges.filter(({ parent, child }) => parent < row && row < child);
          expect([...passing].sort()).toEqual(
            [...new Set(over.map(({ child }) => rows[child]!.lane))].sort(),
          );
          const up = edges.filter(({ parent }) => parent === row).map(({ child }) => rows[child]!.lane);
          expect(new Set(hasChild ? [...branches, lane] : branches)).toEqual(new Set(up));
        });
      }),
    );
  });
  test('a champion with 999 challengers draws no more lanes than there is room for', () => {
    const rows = family(
      ...Array.from({ length: 1000 }, (_, i) => [String(i), i === 0 ? null : '0'] as const),
    );
    expect(Math.max(...rows.map(({ lane }) => lane))).toBe(MOST_LANES - 1);
    expect(Math.max(...rows.map(({ passing }) => passing.length))).toBeLessThanOrEqual(MOST_LANES);
  });
  test('a parent that stands after its child, since a clock was set back, is left out', () => {
    const rows = family(['2', '1'], ['1', null]);
    expect(rows.map(({ id, lane, hasChild, hasParent }) => [id, lane, hasChild, hasParent])).toEqual([
      ['1', 0, false, false],
      ['2', 0, false, false],
    ]);
  });
});
