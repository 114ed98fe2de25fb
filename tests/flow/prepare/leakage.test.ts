import { describe, expect, test } from 'vitest';
import { unwatched } from '../../../src/core/progress.ts';
import { Random } from '../../../src/core/random.ts';
import type { Target } from '../../../src/core/schema.ts';
import type { Table } from '../../../src/core/table.ts';
import { leakageSuspects } from '../../../src/flow/prepare/leakage.ts';
import { profileTable } from '../../../src/flow/prepare/profile.ts';
import { targetTasks } from '../../../src/flow/prepare/target.ts';
import { inChunks } from './in-chunks.ts';
import { hasData, readCsv, tableOf } from './read-csv.ts';

const suspectsIn = (table: Table, target: Target, ...sizes: readonly number[]) =>
  leakageSuspects(inChunks(table, ...sizes), target, unwatched);

describe('leakage', () => {
  const random = new Random(1);
  const rows = Array.from({ length: 400 }, (_, row) => row);
  const label = rows.map(() => (random.uniform() < 0.2 ? 'ill' : 'well'));
  const target: Target = { column: 'label', task: 'binary', classes: ['ill', 'well'] };

  test('is suspected of a copy, a code, a threshold; not of an identifier, noise, or a good predictor', async () => {
    const table = tableOf({
      label,
      copy: label.map((each) => each.toUpperCase()),
      dose: label.map((each) => (each === 'ill' ? 5 + random.uniform() : random.uniform())),
      discharged: label.map((each) => (each === 'ill' ? null : 1)),
      name: rows.map((row) => `n${row}`),
      noise: rows.map(() => random.uniform()),
      fever: label.map((each) => (each === 'ill' ? 1 : 0) + random.normal() / 2),
    });
    const suspects = await suspectsIn(table, target);
    expect(suspects.map(({ column }) => column)).toEqual(['copy', 'dose', 'discharged']);
    expect(await suspectsIn(table, target, 7, 150)).toEqual(suspects);
    expect(suspects[0]!.message).toMatch(
      /^"copy" tells "label" almost alone \(balanced accuracy 1\.000\); .*\.$/,
    );
  });

  test('of a value is suspected of a curve through it and of a close correlation', async () => {
    const cost = rows.map(() => 100 * random.uniform());
    const table = tableOf({
      cost,
      root: cost.map((each) => Math.sqrt(each)),
      part: cost.map((each) => 0.9 * each + 5 * random.normal()),
      hint: cost.map((each) => each + 40 * random.normal()),
      flat: rows.map(() => 1),
    });
    const suspects = await suspectsIn(table, { column: 'cost', task: 'regression', classes: [] });
    expect(suspects.map(({ column }) => column)).toEqual(['root', 'part']);
  });

  test('is not judged by a handful of rows', async () => {
    const few = tableOf({ label: label.slice(0, 30), copy: label.slice(0, 30) });
    expect(await suspectsIn(few, target)).toEqual([]);
  });

  const files = [
    ['bike-hour.csv', 'cnt', ['registered']],
    ['adult-train.csv', 'income', []],
    ['penguins.csv', 'species', []],
    ['diamonds.csv', 'price', []],
    ['elec2.csv', 'class', []],
  ] as const;
  for (const [file, column, expected] of files)
    test.skipIf(!hasData(file))(
      `in ${file}: ${expected.join(', ') || 'none'} (needs the data folder)`,
      async () => {
        const table = readCsv(file, 20_000);
        const { task, classes } = targetTasks(profileTable(table).find(({ name }) => name === column)!);
        const suspects = await suspectsIn(table, { column, task, classes });
        expect(suspects.map((each) => each.column)).toEqual(expected);
      },
    );
});
