import '../plain-runes.ts';
import { describe, expect, it } from 'vitest';
import { type ReadRows, RowPages } from '../../../src/app/state/row-pages.svelte.ts';

/** A table whose only cell of a row is the row's number, and what was asked of it. */
function table() {
  const asked: [offset: number, count: number][] = [];
  const read: ReadRows = async (offset, count) => {
    asked.push([offset, count]);
    return Array.from({ length: count }, (_, index) => [String(offset + index)]);
  };
  return { asked, read };
}

describe('RowPages', () => {
  it('reads what is wanted in pages, once, and not beyond the last row', async () => {
    const { asked, read } = table();
    const pages = new RowPages(250, 6, read);
    await pages.want(190, 260);
    await pages.want(0, 30);
    expect(asked).toEqual([
      [0, 200],
      [200, 50],
    ]);
    expect(pages.at(249)).toEqual(['249']);
    expect(pages.at(250)).toBeUndefined();
  });

  it('asks for fewer rows where there are many columns, and for one where there are a million', async () => {
    for (const [columns, count] of [
      [5000, 4],
      [1_000_000, 1],
    ] as const) {
      const { asked, read } = table();
      await new RowPages(1000, columns, read).want(0, 1);
      expect(asked).toEqual([[0, count]]);
    }
  });

  it('reads where a long scroll ends, not all that it has passed', async () => {
    const asked: number[] = [];
    let answer: (() => void) | undefined;
    const pages = new RowPages(1_000_000, 6, (offset, count) => {
      asked.push(offset);
      const rows = Array.from({ length: count }, (_, index) => [String(offset + index)]);
      return offset === 0 ? new Promise((resolve) => (answer = () => resolve(rows))) : Promise.resolve(rows);
    });
    const reading = pages.want(0, 20);
    for (let row = 1000; row <= 900_000; row += 1000) await pages.want(row, row + 20);
    answer!();
    await reading;
    expect(asked).toEqual([0, 900_000]);
    expect(pages.at(900_000)).toEqual(['900000']);
  });

  it('forgets what was read longest ago, never what is wanted', async () => {
    const { read } = table();
    const pages = new RowPages(30_000, 5000, read);
    for (let row = 0; row < 30_000; row += 100) await pages.want(row, row + 30);
    expect(pages.at(0)).toBeUndefined();
    for (let row = 29_900; row < 29_930; row++) expect(pages.at(row)).toEqual([String(row)]);
    await pages.want(0, 200);
    for (let row = 0; row < 200; row++) expect(pages.at(row)).toEqual([String(row)]);
  });

  it('says why a page cannot be read, reads the others, and tries again when it is told to', async () => {
    let isDamaged = true;
    const { read } = table();
    const pages = new RowPages(1000, 6, async (offset, count) => {
      if (isDamaged && offset === 200) throw new Error('the chunk is damaged');
      return read(offset, count);
    });
    await pages.want(150, 450);
    expect(pages.problem?.message).toBe('the chunk is damaged');
    expect([pages.at(150), pages.at(250), pages.at(450)]).toEqual([['150'], undefined, ['450']]);
    isDamaged = false;
    pages.forgive();
    await pages.want(150, 450);
    expect(pages.problem).toBeNull();
    expect(pages.at(250)).toEqual(['250']);
  });
});
