import { expect, test } from 'vitest';
import { openHouse, train } from './house-for-test.ts';
import { runJob } from './in-process.ts';

test('a later file is read as the person said of the first: decimal commas stay decimal commas', async () => {
  const house = openHouse();
  const { workspace } = house;
  const lines = Array.from({ length: 60 }, (_, i) => `${i % 9},${100 + i};${i % 9 > 4 ? 'big' : 'small'}`);
  const { table } = await runJob(workspace, 'import', {
    file: new Blob([`size;class\n${lines.join('\n')}\n`]),
    fileName: 'first.csv',
    projectId: null,
    options: { decimal: ',', thousands: '.' },
  });
  expect(table.columns[0]).toMatchObject({ kind: 'number', minimum: 0.1 });
  const version = await train(house, table, { target: { column: 'class', task: 'binary' } });
  const { csv } = await runJob(workspace, 'predict-file', {
    versionId: version.id,
    file: new Blob(['size;note\n"1,234";a\n"8,150";b\n']),
    fileName: 'later.csv',
  });
  const rows = (await csv.text()).trim().split(/\r?\n/);
  expect(rows[1]).toMatch(/^1\.234,a,small/);
  expect(rows[2]).toMatch(/^8\.15,b,big/);
});
