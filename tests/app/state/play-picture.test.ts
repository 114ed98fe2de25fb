import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLAYERS, PlayPicture, SETTLED_ROWS } from '../../../src/app/state/play-picture.ts';
import { openingOf, stepsOf } from './play-steps.ts';

const pictureOf = (rows: number, batchRows = 50): PlayPicture => {
  const picture = new PlayPicture(openingOf(rows));
  for (const step of stepsOf(rows, batchRows)) picture.add(step);
  return picture;
};

/** Everything that is drawn. */
const drawn = ({ rows, accuracy, marks, lead, championNumber, shown }: PlayPicture) =>
  structuredClone({ rows, accuracy, marks, lead, championNumber, shown });

test('the picture depends on how many rows are shown, not on the steps in which they were', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 20 }), (stops) => {
      const whole = pictureOf(700);
      const stepwise = pictureOf(700);
      for (const stop of stops.toSorted((a, b) => a - b)) stepwise.show(stop);
      const last = stepwise.shown;
      whole.show(last);
      expect(drawn(stepwise)).toEqual(drawn(whole));
      for (const player of PLAYERS) expect(stepwise.tally(player)).toEqual(whole.tally(player));
    }),
  );
});

describe('a picture', () => {
  test('counts what each player got right, and says how it does lately', () => {
    const picture = pictureOf(300);
    expect(picture.tally('champion')).toBe(null);
    picture.show(104);
    // The champion of these batches is always right, the first model in every second row.
    expect(picture.tally('champion')).toEqual({ soFar: 1, lately: 1 });
    expect(picture.tally('frozen')!.soFar).toBe(0.5);
  });

  test('shows what a batch came to when its last row is shown', () => {
    const picture = pictureOf(300);
    picture.show(149);
    expect(picture.marks).toEqual([]);
    expect([picture.lead, picture.championNumber]).toEqual([null, 1]);
    picture.show(150);
    expect(picture.marks.map(({ row }) => row)).toEqual([150]);
    expect([picture.lead?.rows, picture.championNumber]).toEqual([50, 1]);
    picture.show(151);
    expect(picture.championNumber).toBe(2);
  });

  test('shows no row that has not come', () => {
    const picture = new PlayPicture(openingOf(300));
    picture.show(300);
    expect(picture.shown).toBe(100);
    picture.add(stepsOf(300, 50)[0]!);
    picture.show(300);
    expect([picture.shown, picture.available, picture.isOver]).toEqual([150, 150, false]);
    expect(pictureOf(300).isOver).toBe(false);
  });

  test('is over with the last row, which is always drawn', () => {
    const picture = pictureOf(1234, 99);
    picture.show(1234);
    expect(picture.isOver).toBe(true);
    expect(picture.rows.at(-1)).toBe(1234);
    expect(picture.ahead).toBe(0);
  });

  test('draws from the row on at which a mean says something', () => {
    const picture = pictureOf(300);
    picture.show(100 + SETTLED_ROWS - 1);
    expect(picture.rows).toEqual([]);
    picture.show(100 + SETTLED_ROWS);
    expect(picture.rows).toEqual([100 + SETTLED_ROWS]);
  });

  test('thins a long play evenly', () => {
    const picture = pictureOf(40_100, 1000);
    picture.show(40_100);
    expect(picture.rows.length).toBeLessThanOrEqual(1501);
    expect(picture.rows.length).toBeGreaterThan(1000);
    for (const player of PLAYERS) expect(picture.accuracy[player]).toHaveLength(picture.rows.length);
  });

  test('knows the ends of its batches', () => {
    const picture = pictureOf(300);
    picture.show(120);
    expect(picture.nextEnd).toBe(150);
    expect([picture.endBefore(149), picture.endBefore(150), picture.endBefore(260)]).toEqual([120, 150, 250]);
  });
});
