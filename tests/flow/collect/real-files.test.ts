import { describe, expect, test } from 'vitest';
import { isMissing, type ColumnKind } from '../../../src/core/column.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';
import pandas from '../../reference/files.json' with { type: 'json' };
import { dataFile, readAll } from '../../checks/reading.ts';

const KINDS: Record<string, Record<string, ColumnKind>> = {
  'elec2.csv': { date: 'number', day: 'number', transfer: 'number', class: 'category' },
  'adult-train.csv': { age: 'number', workclass: 'category', capital_gain: 'number', income: 'category' },
  'penguins.csv': { species: 'category', body_mass_g: 'number', sex: 'category' },
  'diamonds.csv': { carat: 'number', cut: 'category', price: 'number' },
  'taxis.csv': { pickup: 'time', dropoff: 'time', payment: 'category', pickup_zone: 'category' },
  'sms.tsv': { column_1: 'category', column_2: 'text' },
};

describe('real files are read as pandas reads them', () => {
  for (const [name, expected] of Object.entries(pandas)) {
    const file = dataFile(name);
    test.skipIf(file === null)(
      `${name}${file ? '' : ' (skipped: the data folder is not there)'}`,
      async () => {
        const { table, report, restarts } = await readAll(delimited, file!);
        expect(restarts).toBe(0);
        expect(report).toMatchObject({ rows: expected.rows, unreadable: [], hasHeader: name !== 'sms.tsv' });
        expect(Object.fromEntries(table.columns.map(({ name, kind }) => [name, kind]))).toMatchObject(
          KINDS[name]!,
        );
        expect(
          table.columns.map((column) => {
            let missing = 0;
            let sum = 0;
            for (let row = 0; row < table.rows; row++)
              if (isMissing(column, row)) missing++;
              else sum += column.values[row]!;
            const isLabel = 'dictionary' in column;
            return {
              name: column.name,
              type: isLabel ? 'label' : column.kind,
              missing,
              distinct: isLabel
                ? column.dictionary.length
                : new Set(column.values.filter((v) => v === v)).size,
              sum: isLabel ? null : sum,
            };
          }),
        ).toEqual(
          expected.columns.map((column) => ({
            ...column,
            sum: column.sum === null ? null : (expect.closeTo(column.sum, 3) as unknown),
          })),
        );
      },
    );
  }
});
