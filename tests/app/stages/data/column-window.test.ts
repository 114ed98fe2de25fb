import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnColumns } from '../../../../src/app/stages/data/column-window.ts';

const [WIDTH, ROOM] = [176, 1000];

describe('drawnColumns', () => {
  it('draws every column in sight, few others, and those that are kept; what is left out is accounted for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.integer({ min: -1, max: 10_000 }), { maxLength: 2 }),
        (columns, share, kept) => {
          const scrollLeft = share * Math.max(0, columns * WIDTH - ROOM);
          const drawn = drawnColumns(columns, scrollLeft, WIDTH, ROOM, kept);
          const indexes = drawn.map(({ index }) => index);
          for (let x = scrollLeft; x < scrollLeft + ROOM; x += WIDTH / 2) {
            const index = Math.floor(x / WIDTH);
            if (index < columns) expect(indexes).toContain(index);
          }
          for (const index of kept) expect(indexes.includes(index)).toBe(index >= 0 && index < columns);
          expect(drawn.length).toBeLessThanOrEqual(Math.ceil(ROOM / WIDTH) + 1 + 4 + kept.length);
          let next = 0;
          for (const { index, skipped } of drawn) {
            expect(index).toBe(next + skipped);
            next = index + 1;
          }
          expect(next).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });

  it('draws nothing of a table without columns', () => {
    expect(drawnColumns(0, 0, WIDTH, ROOM, [-1])).toEqual([]);
  });
});
