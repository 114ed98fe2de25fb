import { describe, expect, it } from 'vitest';
import {
  agoText,
  bytesText,
  countText,
  durationText,
  momentText,
  numberText,
  sentenceCase,
  shareText,
} from '../../../src/app/parts/format.ts';

describe('numbers as a person reads them', () => {
  it('counts with a noun', () => {
    expect(countText(10000, 'row')).toBe('10,000 rows');
    expect(countText(1, 'row')).toBe('1 row');
    expect(countText(0, 'row')).toBe('0 rows');
  });

  it('shows a number in as few digits as tell it apart, and a year without a comma', () => {
    expect(numberText(0.0123456)).toBe('0.01235');
    expect(numberText(1234567.8)).toBe('1,234,568');
    expect(numberText(2008)).toBe('2008');
    expect(numberText(-3)).toBe('-3');
    expect(numberText(0.0000012)).toBe('1.20e-6');
    expect(numberText(NaN)).toBe('–');
  });

  it('never rounds a share that is there to nothing', () => {
    expect(shareText(0)).toBe('0%');
    expect(shareText(0.0002)).toBe('<0.1%');
    expect(shareText(0.1234)).toBe('12.3%');
    expect(shareText(1)).toBe('100%');
  });

  it('shows bytes in the unit that fits', () => {
    expect(bytesText(999)).toBe('999 B');
    expect(bytesText(1536)).toBe('1.5 kB');
    expect(bytesText(103_000_000)).toBe('103 MB');
    expect(bytesText(5e12)).toBe('5000 GB');
  });
});

describe('times as a person reads them', () => {
  it('shows a duration in its two largest units', () => {
    expect(durationText(0.25)).toBe('250 ms');
    expect(durationText(4.26)).toBe('4.3 s');
    expect(durationText(95)).toBe('1 min 35 s');
    expect(durationText(2 * 3600 + 120)).toBe('2 h 2 min');
  });

  it('says how long ago', () => {
    const now = Date.UTC(2026, 10, 23, 12);
    expect(agoText(now - 20_000, now)).toBe('just now');
    expect(agoText(now - 5 * 60_000, now)).toBe('5 min ago');
    expect(agoText(now - 26 * 3_600_000, now)).toBe('1 day ago');
    expect(agoText(Date.UTC(2025, 0, 2, 12), now)).toBe('Jan 2, 2025');
  });

  it('leaves out what a time does not say', () => {
    expect(momentText('2007-11-01T00:00:00.000Z')).toBe('2007-11-01');
    expect(momentText('2007-11-01T09:30:00.000Z')).toBe('2007-11-01 09:30');
    expect(momentText('2007-11-01T09:30:12.000Z')).toBe('2007-11-01 09:30:12');
    expect(momentText('2007-11-01T00:00:00.250Z')).toBe('2007-11-01 00:00:00.250');
  });
});

describe('sentenceCase', () => {
  it('raises the first letter alone', () => {
    expect(sentenceCase('reading CSV')).toBe('Reading CSV');
    expect(sentenceCase('')).toBe('');
  });
});
