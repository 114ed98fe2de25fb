import { expect, test } from 'vitest';
import { columnOf, type Table } from '../../src/core/table.ts';
import type { ModelVersion } from '../../src/core/records.ts';
import { friedman } from '../../src/flow/collect/samples/friedman.ts';
import {
  championOn,
  csvBlob,
  importCsv,
  learnOn,
  openHouse,
  rowsAsCsv,
  seaStream,
  type TestHouse,
  train,
} from './house-for-test.ts';
import { runJob } from './in-process.ts';

const stream = seaStream(8000, 2);

/** The same rows, each with the other class: the error rises sharply. */
async function turned(from: number, to: number): Promise<Blob> {
  const [one, other] = classesOf(stream);
  const turn: Readonly<Record<string, string>> = { [one!]: other!, [other!]: one! };
  const text = await rowsAsCsv(stream, from, to).text();
  return csvBlob(text.replace(/,([^,\r\n]+)(?=\r\n)/gu, (all, label: string) => otherOf(turn, all, label)));
}

function otherOf(turn: Readonly<Record<string, string>>, all: string, label: string): string {
  return turn[label] === undefined ? all : `,${turn[label]}`;
}

function classesOf(table: Table): readonly string[] {
  const labels = columnOf(table, 'class');
  if (!('dictionary' in labels)) throw new Error('the stream has classes');
  return labels.dictionary;
}

/** The model alone, opened in a house of its own. */
async function elsewhere({ workspace }: TestHouse, { id }: ModelVersion) {
  const asked = { versionId: id, rememberedRows: true, passphrase: null };
  const { file } = await runJob(workspace, 'export-model', asked);
  const house = openHouse();
  const opening = { file, passphrase: null, ifPresent: 'refuse' } as const;
  return { house, ...(await runJob(house.workspace, 'import-archive', opening)) };
}

async function risesOf(house: TestHouse, projectId: string, batches: readonly Blob[]) {
  const rises: boolean[] = [];
  for (const batch of batches)
    rises.push((await learnOn(house, projectId, batch)).judgement.championErrorRose);
  return rises;
}

test('an imported champion sees its error rise when one that was trained here does, and once', async () => {
  const { house, version, projectId } = await championOn(stream, 0, 1000);
  const imported = await elsewhere(house, version);
  const batches = [rowsAsCsv(stream, 1000, 1200), await turned(1200, 1400), await turned(1400, 1600)];
  const here = await risesOf(house, projectId, batches);
  expect(here[0]).toBe(false);
  expect(here[1]).toBe(true);
  expect(await risesOf(imported.house, imported.projectId, batches)).toEqual(here);
  const atOnce = await elsewhere(house, version);
  expect(await risesOf(atOnce.house, atOnce.projectId, batches.slice(1))).toEqual([true, false]);
});

test('an imported champion without an evaluation has an anchor once a batch was judged', async () => {
  const { house, projectId } = await championOn(stream, 0, 300);
  const { version: challenger } = await learnOn(house, projectId, rowsAsCsv(stream, 300, 700));
  const { house: other, projectId: there } = await elsewhere(house, challenger);
  const steady = await learnOn(other, there, rowsAsCsv(stream, 1000, 1200));
  expect(steady.judgement).toMatchObject({ championErrorRose: false, anchor: [] });
  expect(steady.judgement.verdict).not.toBe('promoted');
  const { judgement } = await learnOn(other, there, await turned(1200, 1400));
  expect(judgement.anchor.map(({ tableId }) => tableId)).toEqual([steady.table.id]);
  expect(judgement.championErrorRose).toBe(true);
});

test('an imported champion of numbers sees its error rise on the first batch', async () => {
  const house = openHouse();
  const rows = friedman.generate(1200, 3);
  const version = await train(house, await importCsv(house, rowsAsCsv(rows, 0, 800)));
  const { house: other, projectId } = await elsewhere(house, version);
  expect(await risesOf(other, projectId, [rowsAsCsv(rows, 800, 1000)])).toEqual([false]);
  const [head, ...lines] = (await rowsAsCsv(rows, 1000, 1200).text()).trimEnd().split('\r\n');
  const at = head!.split(',').indexOf(friedman.target);
  const risen = lines.map((line) =>
    line
      .split(',')
      .map((cell, column) => (column === at ? String(Number(cell) + 30) : cell))
      .join(','),
  );
  const third = await elsewhere(house, version);
  expect(await risesOf(third.house, third.projectId, [csvBlob([head, ...risen].join('\n'))])).toEqual([true]);
});
