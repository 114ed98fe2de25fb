import { describe, expect, test } from 'vitest';
import { cellAt } from '../../../src/core/column.ts';
import { columnOf } from '../../../src/core/table.ts';
import { agrawal, AGRAWAL_FUNCTIONS } from '../../../src/flow/collect/samples/agrawal.ts';
import { friedman, friedmanValue } from '../../../src/flow/collect/samples/friedman.ts';
import { hyperplane, hyperplaneClass } from '../../../src/flow/collect/samples/hyperplane.ts';
import { sea, SEA_THRESHOLDS, seaClass } from '../../../src/flow/collect/samples/sea.ts';
import { catalog } from '../../../src/workspace/catalog.ts';
import { checkSample } from '../../checks/sample.ts';
import river from '../../reference/samples.json' with { type: 'json' };

for (const load of Object.values(catalog.samples)) checkSample(await load());

describe('the definitions agree with River', () => {
  test('SEA: the class on the other side of the threshold', () => {
    for (const { variant, x, above } of river.sea)
      expect(seaClass(x[0]!, x[1]!, SEA_THRESHOLDS[variant]!)).toBe(above ? '0' : '1');
  });

  test('Agrawal: group A is what the paper calls so', () => {
    for (const { quarter, applicant, isGroupA } of river.agrawal)
      expect(AGRAWAL_FUNCTIONS[quarter]!(applicant)).toBe(isGroupA);
  });

  test('hyperplane', () => {
    for (const { weights, x, y } of river.hyperplane) expect(hyperplaneClass(weights, x)).toBe(String(y));
  });

  test('Friedman', () => {
    for (const { x, value } of river.friedman) expect(friedmanValue(x)).toBeCloseTo(value, 10);
  });
});

describe('where the concept changes', () => {
  test.each([sea, agrawal])('$kind: at the first row of each quarter', (sample) => {
    for (const rows of [4, 10, 4001, 20000])
      expect(sample.changes(rows)).toEqual([1, 2, 3].map((quarter) => firstOf(quarter, rows)));
  });

  test('slowly, or never', () => {
    expect(hyperplane.changes(20000)).toEqual([]);
    expect(friedman.changes(5000)).toEqual([]);
  });
});

function firstOf(quarter: number, rows: number): number {
  let row = 0;
  while (Math.floor((4 * row) / rows) < quarter) row++;
  return row;
}

describe('what is drawn', () => {
  test('SEA flips a tenth of the labels in every quarter', () => {
    const rows = 20000;
    const table = sea.generate(rows, 1);
    const [x1, x2] = [columnOf(table, 'x1').values, columnOf(table, 'x2').values];
    const label = columnOf(table, 'class');
    for (const [quarter, threshold] of SEA_THRESHOLDS.entries()) {
      let flipped = 0;
      for (let row = (quarter * rows) / 4; row < ((quarter + 1) * rows) / 4; row++)
        if (cellAt(label, row) !== seaClass(x1[row]!, x2[row]!, threshold)) flipped++;
      // 5,000 draws at 0.1: five standard deviations are 0.021.
      expect(Math.abs(flipped / 5000 - 0.1)).toBeLessThan(0.021);
    }
  });

  test('Agrawal assigns every quarter by its own function', () => {
    const rows = 4000;
    const table = agrawal.generate(rows, 2);
    const number = (name: string, row: number) => cellAt(columnOf(table, name), row) as number;
    for (let row = 0; row < rows; row++) {
      const applicant = {
        salary: number('salary', row),
        commission: number('commission', row),
        age: number('age', row),
        education: Number((cellAt(columnOf(table, 'elevel'), row) as string).slice(5)),
        loan: number('loan', row),
      };
      const isGroupA = AGRAWAL_FUNCTIONS[Math.floor((4 * row) / rows)]!(applicant);
      expect(cellAt(columnOf(table, 'group'), row)).toBe(isGroupA ? 'A' : 'B');
      expect(applicant.commission === 0).toBe(applicant.salary >= 75000);
    }
  });

  test('the hyperplane turns: the rule of the first rows fails on the last', () => {
    const rows = 20000;
    const table = hyperplane.generate(rows, 3);
    const label = columnOf(table, 'class');
    // Which way each feature pulls, measured by the difference of its class means, in the first and the last tenth.
    const pulls = (from: number, to: number) =>
      table.columns.slice(0, 10).map((column) => {
        const sums = { '0': [0, 0], '1': [0, 0] } as Record<string, [number, number]>;
        for (let row = from; row < to; row++) {
          const sum = sums[cellAt(label, row) as string]!;
          sum[0] += column.values[row]!;
          sum[1]++;
        }
        return sums['1']![0] / sums['1']![1] - sums['0']![0] / sums['0']![1];
      });
    const [first, last] = [pulls(0, 2000), pulls(18000, 20000)];
    const moved = first.map((pull, index) => Math.abs(pull - last[index]!));
    expect(Math.max(...moved.slice(0, 5))).toBeGreaterThan(0.05);
  });

  test('Friedman adds standard normal noise', () => {
    const rows = 5000;
    const table = friedman.generate(rows, 4);
    const features = table.columns.slice(0, 10);
    let sum = 0;
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      const noise =
        columnOf(table, 'y').values[row]! - friedmanValue(features.map((column) => column.values[row]!));
      sum += noise;
      squares += noise * noise;
    }
    expect(Math.abs(sum / rows)).toBeLessThan(5 / Math.sqrt(rows));
    expect(Math.abs(squares / rows - 1)).toBeLessThan(5 * Math.sqrt(2 / rows));
  });
});
