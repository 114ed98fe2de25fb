import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROW_HEIGHT, rowWindow } from '../../../../src/app/stages/data/row-window.ts';

const ROOM = 500;

describe('rowWindow', () => {
  it('draws what its example says', () => {
    expect(rowWindow(1000, 3400, 340)).toEqual({ first: 92, last: 118, above: 3128, below: 29988 });
  });

  it('covers all of the room, draws few rows, and keeps the height whatever is scrolled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 5_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, share) => {
          const start = rowWindow(rows, 0, ROOM);
          const height = start.above + start.below + start.last * ROW_HEIGHT;
          const scrollTop = share * (height - ROOM);
          const { first, last, above, below } = rowWindow(rows, scrollTop, ROOM);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(last).toBeLessThanOrEqual(rows);
          expect(last - first).toBeLessThanOrEqual(Math.ceil(ROOM / ROW_HEIGHT) + 16);
          expect(above).toBeLessThanOrEqual(scrollTop + 1);
          expect(above + (last - first) * ROW_HEIGHT + ROW_HEIGHT).toBeGreaterThanOrEqual(scrollTop + ROOM);
          expect(above + below + (last - first) * ROW_HEIGHT).toBeGreaterThanOrEqual(height - 1);
        },
      ),
    );
  });

  it('reaches the first row at the top and the last row at the bottom, also where pixels run out', () => {
    for (const rows of [3, 1000, 2_000_000]) {
      expect(rowWindow(rows, 0, ROOM).first).toBe(0);
      expect(rowWindow(rows, Number.MAX_SAFE_INTEGER, ROOM).last).toBe(rows);
    }
  });

  it('draws nothing of an empty table', () => {
    expect(rowWindow(0, 0, ROOM)).toMatchObject({ first: 0, last: 0, above: 0, below: 0 });
  });
});
