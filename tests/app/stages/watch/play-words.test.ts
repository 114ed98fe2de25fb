import { describe, expect, test } from 'vitest';
import { sourceOf, FIRST_CHOICE } from '../../../../src/app/stages/watch/play-choice.ts';
import { leadText, speedText } from '../../../../src/app/stages/watch/play-words.ts';

const lead = {
  rows: 100,
  loss: 'error-rate',
  champion: 0.5,
  challenger: 0.2,
  wins: 30,
  losses: 0,
  ties: 70,
} as const;

describe('the champion’s lead', () => {
  test('ahead', () => {
    expect(leadText({ ...lead, difference: -0.281, low: -0.348, high: -0.215 })).toBe(
      '28.1 points ahead of the first model (95% interval 21.5 to 34.8)',
    );
  });

  test('not surely ahead', () => {
    expect(leadText({ ...lead, difference: -0.01, low: -0.03, high: 0.012 })).toBe(
      '1 point ahead of the first model (95% interval −1.2 to 3)',
    );
  });

  test('behind', () => {
    expect(leadText({ ...lead, difference: 0.02, low: 0.01, high: 0.03, losses: 2 })).toBe(
      '2 points behind the first model (95% interval 1 to 3)',
    );
  });

  test('no row on which they differ', () => {
    expect(leadText({ ...lead, wins: 0, difference: 0, low: -0.1, high: 0.1 })).toBe(
      'The same as the first model so far',
    );
  });
});

test('speeds', () => {
  expect(speedText(20)).toBe('20 rows a second');
  expect(speedText(Infinity)).toBe('As fast as it can');
});

test('what is played waits for its file', () => {
  const file = new File(['a,b\n'], 'rows.csv');
  const archive = new Blob();
  expect(sourceOf(FIRST_CHOICE, null)).toEqual({ kind: 'sample', sample: 'agrawal', rows: 8000 });
  expect(sourceOf({ ...FIRST_CHOICE, source: 'file' }, null)).toBe(null);
  expect(sourceOf({ ...FIRST_CHOICE, source: 'file', file, target: 'b' }, null)).toEqual({
    kind: 'file',
    file,
    fileName: 'rows.csv',
    target: 'b',
  });
  expect(sourceOf({ ...FIRST_CHOICE, source: 'champion', file }, null)).toBe(null);
  expect(sourceOf({ ...FIRST_CHOICE, source: 'champion', file }, archive)).toEqual({
    kind: 'champion',
    archive,
    file,
    fileName: 'rows.csv',
  });
});
