import { expect, test } from 'vitest';
import { isSentence, mutants } from '../checks/mutants.ts';
import { openHouse } from './house-for-test.ts';
import { runJob } from './in-process.ts';

test('300 mutated files end in a table or a sentence, and leave the store as it was', async () => {
  const house = openHouse();
  const { workspace } = house;
  const empty = house.contents();
  let tables = 0;
  for (const { bytes, options } of mutants(1, 300)) {
    const request = { file: new Blob([bytes]), fileName: 'mutant.csv', projectId: null, options };
    const end = await runJob(workspace, 'import', request).catch((error: unknown) => error);
    if (end instanceof Error) {
      if (!isSentence(end)) throw end;
    } else {
      const { table, report } = end as Awaited<ReturnType<typeof runJob<'import'>>>;
      expect(table.rows).toBe(report.rows);
      expect(house.contents()).toHaveLength(empty.length + 2 + table.chunks.length);
      await workspace.deleteProject(table.projectId);
      tables++;
    }
    expect(house.contents()).toEqual(empty);
  }
  expect(await workspace.interrupted()).toEqual([]);
  expect(tables).toBeGreaterThan(60);
  expect(tables).toBeLessThan(240);
});
