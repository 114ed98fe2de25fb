import { expect, test } from 'vitest';
import { learnOn, openHouse, type TestHouse, train } from './house-for-test.ts';
import { runJob } from './in-process.ts';

test('a later file is read as the person said of the first: decimal commas stay decimal commas, in a model file as well', async () => {
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
  await expectCommas(house, version.id);
  const asked = { versionId: version.id, rememberedRows: true, passphrase: null };
  const { file } = await runJob(workspace, 'export-model', asked);
  const other = openHouse();
  const opening = { file, passphrase: null, ifPresent: 'refuse' } as const;
  const { projectId, versionId } = await runJob(other.workspace, 'import-archive', opening);
  await expectCommas(other, versionId!);
  const learnt = new Blob([`size;class\n${lines.join('\n')}\n`]);
  const { version: next } = await learnOn(other, projectId, learnt);
  await expectCommas(other, next.id);
  const again = await runJob(other.workspace, 'export-model', { ...asked, versionId: next.id });
  const third = openHouse();
  const last = await runJob(third.workspace, 'import-archive', { ...opening, file: again.file });
  await expectCommas(third, last.versionId!);
});

/** Cells that mean thousands where nobody knows better. */
async function expectCommas({ workspace }: TestHouse, versionId: string): Promise<void> {
  const { csv } = await runJob(workspace, 'predict-file', {
    versionId,
    file: new Blob(['size;note\n"1,234";a\n"8,150";b\n']),
    fileName: 'later.csv',
  });
  const rows = (await csv.text()).trim().split(/\r?\n/);
  expect(rows[1]).toMatch(/^1\.234,a,small/);
  expect(rows[2]).toMatch(/^8\.15,b,big/);
}
