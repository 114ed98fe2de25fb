import { describe, expect, test } from 'vitest';
import { isMissing } from '../../src/core/column.ts';
import type { Sample } from '../../src/core/reader.ts';
import { columnOf } from '../../src/core/table.ts';

/** What every sample promises, whatever it draws. */
export function checkSample(sample: Sample): void {
  describe(`sample ${sample.kind}`, () => {
    test('names its paper with its year', () => {
      expect(sample.title).not.toBe('');
      expect(sample.summary).toMatch(/\.$/);
      expect(sample.source).toMatch(/\b(19|20)\d\d$/);
    });

    test('is the same for the same seed and another for another', () => {
      expect(sample.generate(50, 1)).toEqual(sample.generate(50, 1));
      expect(sample.generate(50, 1)).not.toEqual(sample.generate(50, 2));
    });

    test('has the rows asked for, columns with names of their own and no missing cell', () => {
      for (const rows of [0, 1, 999]) {
        const table = sample.generate(rows, 3);
        expect(table.rows).toBe(rows);
        expect(new Set(table.columns.map((column) => column.name)).size).toBe(table.columns.length);
        for (const column of table.columns) {
          expect(column.values.length).toBe(rows);
          for (let row = 0; row < rows; row++) expect(isMissing(column, row)).toBe(false);
        }
      }
    });

    test('keeps its dictionaries without repetition, in order of first appearance', () => {
      for (const column of sample.generate(500, 4).columns) {
        if (!('dictionary' in column)) continue;
        expect([...new Set(column.values)]).toEqual(column.dictionary.map((_, code) => code));
        expect(new Set(column.dictionary).size).toBe(column.dictionary.length);
      }
    });

    test('has a target to learn, with more than one value in every quarter', () => {
      const target = columnOf(sample.generate(sample.defaultRows, 5), sample.target);
      const quarter = sample.defaultRows / 4;
      for (let from = 0; from < sample.defaultRows; from += quarter)
        expect(new Set(target.values.slice(from, from + quarter)).size).toBeGreaterThan(1);
    });

    test('changes its concept, if ever, at rows that it has, in order', () => {
      for (const rows of [0, 1, 2, 10, 999, sample.defaultRows]) {
        const changes = sample.changes(rows);
        expect(changes.every((row) => Number.isInteger(row) && row > 0 && row < rows)).toBe(true);
        expect([...new Set(changes)].sort((a, b) => a - b)).toEqual(changes);
      }
      if (!sample.isStream) expect(sample.changes(sample.defaultRows)).toEqual([]);
    });
  });
}
