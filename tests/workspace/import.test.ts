import { describe, expect, test } from 'vitest';
import { CHUNK_ROWS } from '../../src/core/reader.ts';
import { championOn, csvBlob, importCsv, openHouse, rowsAsCsv, seaStream, train } from './house-for-test.ts';
import { quietContext, runJob } from './in-process.ts';

const stream = seaStream(2000);
const request = { projectId: null, options: {} };

describe('import', () => {
  test('makes a project named after the file, and commits it with its table at once', async () => {
    const house = openHouse();
    const file = rowsAsCsv(stream, 0, 100);
    const { table, report } = await runJob(house.workspace, 'import', {
      ...request,
      file,
      fileName: 'My stream.v2.csv',
    });
    expect(house.commits()).toBe(1);
    expect(report).toMatchObject({ rows: 100, delimiter: ',', hasHeader: true });
    expect(table).toMatchObject({
      name: 'My stream.v2.csv',
      rows: 100,
      cause: 'imported',
      parent: null,
      source: { kind: 'file', name: 'My stream.v2.csv', sizeBytes: file.size, format: 'csv' },
    });
    const { project, tables } = await house.workspace.project(table.projectId);
    expect(project).toMatchObject({ name: 'My stream.v2', target: null });
    expect(tables).toEqual([table]);
  });

  test('pasted text has no name of its own, and may join a project', async () => {
    const house = openHouse();
    const { projectId } = await importCsv(house, rowsAsCsv(stream, 0, 50));
    const file = csvBlob('a;b\n1;x\n2;y\n');
    const { table } = await runJob(house.workspace, 'import', {
      file,
      fileName: null,
      projectId,
      options: {},
    });
    expect(table).toMatchObject({ projectId, name: 'Pasted rows', source: { kind: 'paste' } });
    expect((await house.workspace.projects()).map(({ tables, rows }) => [tables, rows])).toEqual([[2, 52]]);
  });

  test('into a project that is not there leaves nothing behind', async () => {
    const house = openHouse();
    const before = house.contents();
    const job = runJob(house.workspace, 'import', {
      file: rowsAsCsv(stream, 0, 50),
      fileName: null,
      projectId: 'gone',
      options: {},
    });
    await expect(job).rejects.toMatchObject({ code: 'not-found' });
    expect(house.contents()).toEqual(before);
  });

  test('a file that breaks off leaves nothing behind', async () => {
    const house = openHouse();
    const before = house.contents();
    const file = csvBlob(`${await rowsAsCsv(stream, 0, 500).text()}1,2\r\n`);
    const job = runJob(house.workspace, 'import', { ...request, file, fileName: 'ragged.csv' });
    await expect(job).rejects.toMatchObject({ code: 'ragged-row', stage: 'collect' });
    expect(house.contents()).toEqual(before);
  });

  test.each(['before it begins', 'while it reads', 'when all is read'] as const)(
    'cancelled %s it leaves nothing behind',
    async (when) => {
      const house = openHouse();
      const before = house.contents();
      const controller = new AbortController();
      if (when === 'before it begins') controller.abort();
      const job = house.workspace.run(
        'import',
        { ...request, file: rowsAsCsv(stream, 0, 2000), fileName: null },
        {
          signal: controller.signal,
          report: ({ phase }) => {
            if (when === 'while it reads' || phase === 'profiling') controller.abort();
          },
        },
      );
      await expect(job).rejects.toMatchObject({ code: 'cancelled' });
      expect(house.contents()).toEqual(before);
    },
  );
});

describe('cells', () => {
  const long = (async () => {
    const rows = CHUNK_ROWS + 5;
    const lines = Array.from({ length: rows }, (_, row) => `${row},${row % 3 ? `k${row % 3}` : ''}`);
    const house = openHouse();
    return { house, rows, table: await importCsv(house, csvBlob(`n,k\n${lines.join('\n')}\n`)) };
  })();
  const cell = (row: number) => [String(row), row % 3 ? `k${row % 3}` : null];

  test('are the same on both sides of a chunk border, and across it', async () => {
    const { house, rows, table } = await long;
    expect(table.chunks).toHaveLength(2);
    for (const [offset, count] of [
      [0, 2],
      [CHUNK_ROWS - 3, 3],
      [CHUNK_ROWS, 2],
      [CHUNK_ROWS - 2, 5],
      [rows - 1, 1],
    ] as const)
      expect(await house.workspace.cells(table.id, offset, count)).toEqual(
        Array.from({ length: count }, (_, index) => cell(offset + index)),
      );
  });

  test('end with the table, and come by the thousand at most', async () => {
    const { house, rows, table } = await long;
    expect(await house.workspace.cells(table.id, rows - 2, 100)).toHaveLength(2);
    expect(await house.workspace.cells(table.id, rows, 10)).toEqual([]);
    expect(await house.workspace.cells(table.id, rows + 100_000, 10)).toEqual([]);
    expect(await house.workspace.cells(table.id, 0, 5000)).toHaveLength(1000);
    await expect(house.workspace.cells(table.id, -1, 10)).rejects.toMatchObject({ code: 'rows' });
    await expect(house.workspace.cells(table.id, 0, NaN)).rejects.toMatchObject({ code: 'rows' });
  });
});

describe('retype', () => {
  const text = 'n,size,y\n1,7,a\n2,8,b\n3,,a\n4,big,b\n5,9,a\n';
  const mixed = { kinds: { size: 'category' } } as const;

  test('there and back again, each a version of its own with its parent', async () => {
    const house = openHouse();
    const table = await importCsv(house, csvBlob('n,y\n1,a\n2,b\n,a\n4,b\n'));
    const retype = (tableId: string, kind: 'category' | 'number') =>
      runJob(house.workspace, 'retype', { tableId, column: 'n', kind, treatAsMissing: false });
    const { table: labels } = await retype(table.id, 'category');
    const { table: numbers } = await retype(labels.id, 'number');
    expect([labels, numbers].map(({ parent }) => parent)).toEqual([table.id, labels.id]);
    expect([table, labels, numbers].map(({ columns }) => columns[0]!.kind)).toEqual([
      'number',
      'category',
      'number',
    ]);
    expect(numbers.chunks).toEqual(table.chunks);
    const cells = (tableId: string) => house.workspace.cells(tableId, 0, 10);
    expect(await cells(labels.id)).toEqual(await cells(table.id));
  });

  test('cells that do not fit are counted and named, and nothing is kept', async () => {
    const house = openHouse();
    const { table } = await runJob(house.workspace, 'import', {
      file: csvBlob(text),
      fileName: null,
      projectId: null,
      options: mixed,
    });
    const before = house.contents();
    const job = { tableId: table.id, column: 'size', kind: 'number', treatAsMissing: false } as const;
    await expect(runJob(house.workspace, 'retype', job)).rejects.toMatchObject({
      code: 'column-kind',
      message:
        'column "size": 1 cell is not a number (first: "big", row 4); choose "treat as missing" or fix the file',
    });
    expect(house.contents()).toEqual(before);
    const { table: numbers } = await runJob(house.workspace, 'retype', { ...job, treatAsMissing: true });
    expect(numbers.columns[1]).toMatchObject({ kind: 'number', missing: 2, maximum: 9 });
  });

  test('what the other columns were warned of stays', async () => {
    const house = openHouse();
    const lines = Array.from({ length: 400 }, (_, row) => `${row % 9},${row === 300 ? 'x' : row},${row % 2}`);
    const { table } = await runJob(house.workspace, 'import', {
      file: csvBlob(`a,b,c\n${lines.join('\n')}\n`),
      fileName: null,
      projectId: null,
      options: { kinds: { b: 'number' } },
    });
    const { table: retyped } = await runJob(house.workspace, 'retype', {
      tableId: table.id,
      column: 'a',
      kind: 'category',
      treatAsMissing: false,
    });
    const unreadable = (column: (typeof table)['columns'][number]) =>
      column.warnings.filter(({ kind }) => kind === 'unreadable');
    expect(unreadable(table.columns[1]!)).toHaveLength(1);
    expect(unreadable(retyped.columns[1]!)).toEqual(unreadable(table.columns[1]!));
  });
});

describe('samples', () => {
  test('the same seed gives the same chunks', async () => {
    const house = openHouse();
    const make = async (seed: number) =>
      (await runJob(house.workspace, 'sample', { sample: 'agrawal', rows: 300, seed, projectId: null }))
        .table;
    expect((await make(1)).chunks).toEqual((await make(1)).chunks);
    expect((await make(2)).chunks).not.toEqual((await make(1)).chunks);
  });

  test('one that is not there is refused by name', async () => {
    const house = openHouse();
    const before = house.contents();
    const job = runJob(house.workspace, 'sample', { sample: 'moon', rows: 10, seed: 1, projectId: null });
    await expect(job).rejects.toMatchObject({
      code: 'unknown-kind',
      message: 'there is no sample "moon" here; there are sea, agrawal, hyperplane, friedman',
    });
    expect(house.contents()).toEqual(before);
  });
});

test('a project is renamed, also while it trains, and its name has a length', async () => {
  const { house, table, projectId } = await championOn(stream, 0, 400);
  const { workspace } = house;
  expect((await workspace.renameProject(projectId, '  Sea  ')).name).toBe('Sea');
  await expect(workspace.renameProject(projectId, ' ')).rejects.toMatchObject({ code: 'project-name' });
  await expect(workspace.renameProject('gone', 'x')).rejects.toMatchObject({ code: 'not-found' });
  const renamed: Promise<unknown>[] = [];
  await train(house, table, { seed: 3 }, ({ point }) => {
    if (point?.epoch === 1) renamed.push(workspace.renameProject(projectId, 'Renamed meanwhile'));
  });
  await Promise.all(renamed);
  expect(renamed).toHaveLength(1);
  expect((await workspace.project(projectId)).project.name).toBe('Renamed meanwhile');
});

test('an unknown question is told what is not there', async () => {
  const { workspace } = openHouse();
  const context = quietContext();
  await expect(workspace.project('gone')).rejects.toMatchObject({
    code: 'not-found',
    message: 'there is no project "gone" here; it may have been deleted',
  });
  await expect(workspace.suggestTarget('gone')).rejects.toMatchObject({ code: 'not-found' });
  await expect(workspace.form('gone')).rejects.toMatchObject({ code: 'not-found' });
  await expect(
    workspace.run('inspect', { versionId: 'gone', cell: null, limit: 1 }, context),
  ).rejects.toMatchObject({ code: 'not-found' });
});
