import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../../src/core/matrix.ts';
import { unwatched } from '../../../src/core/progress.ts';
import type { Table } from '../../../src/core/table.ts';
import { defaultRecipe } from '../../../src/flow/prepare/default-recipe.ts';
import { profileTable } from '../../../src/flow/prepare/profile.ts';
import { applyRecipe } from '../../../src/flow/prepare/apply-recipe.ts';
import { fitRecipe } from '../../../src/flow/prepare/fit-recipe.ts';
import reference from '../../reference/prepare.json' with { type: 'json' };
import { findStep } from './find-step.ts';
import { inChunks } from './in-chunks.ts';
import { hasData, readCsv, tableOf } from './read-csv.ts';

function learn(table: Table, target: string) {
  const columns = profileTable(table);
  const { recipe } = defaultRecipe(
    columns,
    { column: target, task: 'regression', classes: [] },
    { excluded: [], included: [] },
  );
  return fitRecipe(recipe, inChunks(table, 100), findStep, unwatched);
}

function featuresOf({ features, data, rows }: Matrix): Readonly<Record<string, number[]>> {
  return Object.fromEntries(
    features.map((name, at) => [
      name,
      Array.from({ length: rows }, (_, row) => data[row * features.length + at]!),
    ]),
  );
}

describe('the default recipe', () => {
  test.each(['train', 'later'] as const)('makes of %s rows what scikit-learn makes', async (part) => {
    const fitted = await learn(tableOf(reference.small.train), 'target');
    const made = featuresOf(applyRecipe(fitted, tableOf(reference.small[part]), findStep));
    const expected = part === 'train' ? reference.small.trained : reference.small.applied;
    for (const [name, values] of Object.entries(expected))
      for (const [row, value] of values.entries())
        expect(made[name]![row], `${name}, row ${row}`).toBeCloseTo(value, 5);
    const extra = Object.keys(made).filter((name) => !(name in expected));
    expect(extra).toEqual(['size = other']);
  });

  const files = [
    ['penguins.csv', 'species', reference.penguins],
    ['adult-train.csv', 'income', reference.adult],
  ] as const;
  for (const [file, target, expected] of files)
    test.skipIf(!hasData(file))(
      `makes of ${file} features with the moments of scikit-learn (needs the data folder)`,
      async () => {
        const table = readCsv(file, file === 'adult-train.csv' ? 3000 : Infinity);
        const made = featuresOf(applyRecipe(await learn(table, target), table, findStep));
        for (const [name, { mean, deviation }] of Object.entries(expected)) {
          const values = made[name]!;
          const average = values.reduce((sum, value) => sum + value, 0) / values.length;
          const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
          expect(average, name).toBeCloseTo(mean, 5);
          expect(Math.sqrt(variance), name).toBeCloseTo(deviation, 5);
        }
        for (const name of Object.keys(made).filter((each) => !(each in expected)))
          expect([name, Math.max(...made[name]!)]).toEqual([expect.stringMatching(/ = other$/), 0]);
      },
    );
});

interface Numbers {
  missing: number;
  distinct: number;
  minimum: number;
  maximum: number;
  mean: number;
  deviation: number;
  median: number;
}

interface Labels {
  missing: number;
  distinct: number;
  counts: Readonly<Record<string, number>>;
}

describe.each(Object.entries(reference.profiles))('the profile of %s', (file, { rows, columns }) => {
  test.skipIf(!hasData(file))('is that of pandas (needs the data folder)', () => {
    const profiles = profileTable(readCsv(file, rows));
    expect(profiles.map(({ name }) => name)).toEqual(Object.keys(columns));
    for (const profile of profiles) {
      const expected = (columns as Readonly<Record<string, Numbers | Labels>>)[profile.name]!;
      expect(profile).toMatchObject({ rows, missing: expected.missing, distinct: expected.distinct });
      if ('counts' in expected) {
        for (const { label, count } of profile.top) expect(expected.counts[label], label).toBe(count);
        const counts = Object.values(expected.counts);
        expect(profile.top.map(({ count }) => count)).toEqual(counts.sort((a, b) => b - a).slice(0, 20));
      } else {
        expect([profile.minimum, profile.maximum, profile.median]).toEqual([
          expected.minimum,
          expected.maximum,
          expected.median,
        ]);
        expect(Math.abs(profile.mean! - expected.mean)).toBeLessThanOrEqual(1e-12 * Math.abs(expected.mean));
        expect(Math.abs(profile.deviation! - expected.deviation)).toBeLessThanOrEqual(
          1e-10 * expected.deviation + 1e-15,
        );
      }
    }
  });
});
