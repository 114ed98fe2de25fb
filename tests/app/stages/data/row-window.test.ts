import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AT_TOP,
  bodyHeight,
  mostDrawn,
  type Position,
  positionAt,
  ROW_HEIGHT,
  rowWindow,
  scrolledTo,
} from '../../../../src/app/stages/data/row-window.ts';

const ROOM = 500;
const FIREFOX_TALLEST = 17_895_697;
const rowCounts = fc.oneof(
  fc.integer({ min: 1, max: 1000 }),
  fc.integer({ min: 290_000, max: 300_000 }),
  fc.integer({ min: 1_000_000, max: 30_000_000 }),
);

/** The pixel, counted from the top of what is in sight, at which a drawn row begins. */
const seenAt = (row: number, position: Position, rows: number) => {
  const { first, above } = rowWindow(position, rows, ROOM);
  return above + (row - first) * ROW_HEIGHT - position.scrollTop;
};

describe('positionAt', () => {
  it('brings any row to the top, or as far up as the table goes, under the height that browsers lay out', () => {
    fc.assert(
      fc.property(rowCounts, fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const row = Math.min(rows - 1, Math.floor(share * rows));
        const position = positionAt(row * ROW_HEIGHT, rows, ROOM);
        const { first, last, above, below } = rowWindow(position, rows, ROOM);
        expect(row).toBeGreaterThanOrEqual(first);
        expect(row).toBeLessThan(last);
        const at = seenAt(row, position, rows);
        expect(at).toBeGreaterThanOrEqual(-1e-3);
        expect(at).toBeLessThanOrEqual(Math.max(0, ROOM - ROW_HEIGHT) + 1e-3);
        expect(above + below + (last - first) * ROW_HEIGHT).toBeLessThan(FIREFOX_TALLEST);
        expect(position.scrollTop).toBeGreaterThanOrEqual(0);
        expect(position.scrollTop).toBeLessThanOrEqual(Math.max(0, bodyHeight(rows) - ROOM));
      }),
    );
  });

  it('never moves the bar back where the rows go on', () => {
    fc.assert(
      fc.property(rowCounts, fc.nat(), fc.nat(), (rows, one, other) => {
        const [low, high] = [one, other]
          .map((at) => (at / 2 ** 31) * rows * ROW_HEIGHT)
          .sort((a, b) => a - b);
        expect(positionAt(low!, rows, ROOM).scrollTop).toBeLessThanOrEqual(
          positionAt(high!, rows, ROOM).scrollTop,
        );
      }),
    );
  });
});

describe('scrolledTo', () => {
  it('moves the rows by as many pixels as a wheel, a finger or a key moves the bar, until the table ends', () => {
    fc.assert(
      fc.property(
        rowCounts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.integer({ min: -4000, max: 4000 }), { minLength: 1, maxLength: 60 }),
        (rows, share, steps) => {
          const range = Math.max(0, rows * ROW_HEIGHT - ROOM);
          let position = positionAt(share * range, rows, ROOM);
          for (const step of steps) {
            const bar = Math.max(0, bodyHeight(rows) - ROOM);
            const top = Math.min(Math.max(0, position.scrollTop + step), bar);
            const next = scrolledTo(top, position, rows, ROOM);
            const moved = top - position.scrollTop;
            const wanted = Math.min(Math.max(0, position.offset + moved), range);
            expect(Math.abs(next.offset - wanted)).toBeLessThan(1e-3);
            position = next;
          }
        },
      ),
    );
  });

  it('leads to its share of the rows where the handle of the bar is drawn, both ends included, and never back', () => {
    fc.assert(
      fc.property(rowCounts, fc.nat(), fc.nat(), (rows, one, other) => {
        const bar = Math.max(0, bodyHeight(rows) - ROOM);
        const [low, high] = [one, other].map((at) => (at / 2 ** 31) * bar).sort((a, b) => a - b);
        const from = positionAt(0, rows, ROOM);
        expect(scrolledTo(low!, from, rows, ROOM).offset).toBeLessThanOrEqual(
          scrolledTo(high!, from, rows, ROOM).offset + 1e-3,
        );
        const end = scrolledTo(bar, from, rows, ROOM);
        expect(rowWindow(end, rows, ROOM).last).toBe(rows);
        expect(rowWindow(scrolledTo(0, end, rows, ROOM), rows, ROOM).first).toBe(0);
      }),
    );
  });

  it('shows every row of a long table to whoever goes down a screen at a time', () => {
    const rows = 400_000;
    let position = AT_TOP;
    let seenUpTo = 0;
    for (;;) {
      const { first, last } = rowWindow(position, rows, ROOM);
      expect(first).toBeLessThanOrEqual(seenUpTo);
      seenUpTo = last;
      if (last === rows) break;
      position = scrolledTo(position.scrollTop + ROOM - ROW_HEIGHT, position, rows, ROOM);
    }
    expect(seenUpTo).toBe(rows);
  });

  it('reaches the top again in small steps from anywhere, without stopping short', () => {
    const rows = 2_000_000;
    let position = positionAt(30_000 * ROW_HEIGHT, rows, ROOM);
    for (let step = 0; step < 4000 && position.offset > 0; step++)
      position = scrolledTo(Math.max(0, position.scrollTop - 300), position, rows, ROOM);
    expect(rowWindow(position, rows, ROOM).first).toBe(0);
    expect(position.offset).toBe(0);
  });
});

describe('rowWindow', () => {
  it('covers all of the room, draws few rows, and keeps the height whatever is scrolled', () => {
    fc.assert(
      fc.property(rowCounts, fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const position = positionAt(share * rows * ROW_HEIGHT, rows, ROOM);
        const { first, last, above, below } = rowWindow(position, rows, ROOM);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(rows);
        expect(last - first).toBeLessThanOrEqual(mostDrawn(ROOM));
        const shown = Math.min(ROOM, rows * ROW_HEIGHT);
        expect(above).toBeLessThanOrEqual(position.scrollTop + 1e-3);
        expect(above + (last - first) * ROW_HEIGHT).toBeGreaterThanOrEqual(position.scrollTop + shown - 1e-3);
        expect(above + below + (last - first) * ROW_HEIGHT).toBeCloseTo(bodyHeight(rows), 3);
      }),
    );
  });

  it('draws a screen and little more', () => {
    expect(mostDrawn(ROOM) * ROW_HEIGHT).toBeLessThan(3 * ROOM);
  });

  it('draws nothing of an empty table', () => {
    expect(rowWindow(AT_TOP, 0, ROOM)).toEqual({ first: 0, last: 0, above: 0, below: 0 });
  });
});
