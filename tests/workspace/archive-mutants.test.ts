import { beforeAll, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../../src/core/snapshot.ts';
import { withChecksum, withoutChecksum } from '../../src/flow/collect/checksum.ts';
import {
  byteMutants,
  bytesOf,
  mutateJson,
  type Parts,
  signed,
  text,
  withBlob,
  withRecords,
} from '../checks/archive-mutants.ts';
import { openHouse } from './house-for-test.ts';
import { runJob } from './in-process.ts';
import { endOf, smallArchives } from './small-archives.ts';

type Bytes = Uint8Array<ArrayBuffer>;

let project: Bytes;
let model: Bytes;
let parts: Parts;
let modelParts: Parts;

beforeAll(async () => {
  ({ project, model, parts, modelParts } = await smallArchives());
});

test('700 changes of the bytes of a project, and 500 of a model, are each refused, and nothing is kept', async () => {
  const house = openHouse();
  const codes = new Map<string, number>();
  for (const [file, count] of [
    [project, 700],
    [model, 500],
  ] as const)
    for (const { what, bytes } of byteMutants(file, count, count)) {
      const end = await endOf(house, bytes, what);
      if (end === 'opened') throw new Error(`${what} was not noticed`);
      codes.set(end, (codes.get(end) ?? 0) + 1);
    }
  expect([...codes.keys()].sort()).toEqual(['archive-damaged', 'archive-hostile']);
  expect(house.contents()).toEqual(['0 drafts']);
});

test('250 records that were changed and signed anew are refused in a sentence, or opened whole', async () => {
  const random = new Random(7);
  const kinds = ['alias', 'event', 'project', 'report', 'split', 'table', 'version'];
  let opened = 0;
  for (let made = 0; made < 250; made++) {
    const kind = kinds[random.below(kinds.length)]!;
    let where = '';
    const file = await signed(
      withRecords(parts, kind, (record, index) => {
        if (index > 0) return record;
        const mutant = mutateJson(random, record);
        where = mutant.where;
        return mutant.value;
      }),
    );
    const house = openHouse();
    if ((await endOf(house, file, `${kind} ${where}`)) !== 'opened') continue;
    opened += 1;
    const [summary] = await house.workspace.projects();
    const view = await house.workspace.project(summary!.project.id);
    for (const version of view.versions) await house.workspace.form(version.id);
    const projectId = view.project.id;
    await runJob(house.workspace, 'export-project', { projectId, passphrase: null });
  }
  expect(opened).toBeLessThan(125);
});

test('200 recipes and headers of snapshots that were changed are refused, or still one model', async () => {
  const random = new Random(11);
  const recipe = [...modelParts.keys()].find((path) => path.startsWith('recipes/'))!;
  const snapshot = [...modelParts.keys()].find((path) => path.startsWith('snapshots/'))!;
  for (let made = 0; made < 200; made++) {
    const isRecipe = made % 2 === 0;
    let where: string;
    let bytes: Bytes;
    if (isRecipe) {
      const mutant = mutateJson(random, JSON.parse(text(modelParts.get(recipe)!)));
      where = mutant.where;
      bytes = bytesOf(JSON.stringify(mutant.value));
    } else {
      const whole = decodeSnapshot(modelParts.get(snapshot)!);
      const mutant = mutateJson(random, whole.header);
      where = mutant.where;
      bytes = encodeSnapshot({ ...whole, header: mutant.value as Snapshot['header'] });
    }
    const file = await signed(await withBlob(modelParts, isRecipe ? recipe : snapshot, bytes));
    const house = openHouse();
    if ((await endOf(house, file, `${isRecipe ? 'recipe' : 'snapshot'} ${where}`)) !== 'opened') continue;
    const [summary] = await house.workspace.projects();
    const fields = await house.workspace.form(summary!.champion!.id);
    const row = Object.fromEntries(fields.map(({ name }) => [name, null]));
    const { answer } = await house.workspace.predictRow(summary!.champion!.id, row);
    expect(summary!.champion!.target.classes).toContain(answer);
  }
});

test('200 tables whose bytes were changed and signed anew are refused, or tables all the same', async () => {
  const random = new Random(13);
  const path = [...parts.keys()].find((each) => each.startsWith('tables/'))!;
  const content = withoutChecksum(parts.get(path)!);
  for (let made = 0; made < 200; made++) {
    const changed = content.slice();
    const flips = 1 + random.below(3);
    for (let flip = 0; flip < flips; flip++)
      changed[random.below(changed.length)] = random.below(3) === 0 ? 255 : random.below(256);
    const file = await signed(await withBlob(parts, path, withChecksum(changed)));
    const house = openHouse();
    const start = performance.now();
    const end = await endOf(house, file, `table ${made}`);
    expect(performance.now() - start).toBeLessThan(2000);
    if (end !== 'opened') continue;
    const [summary] = await house.workspace.projects();
    const { tables } = await house.workspace.project(summary!.project.id);
    for (const { id, rows: count } of tables)
      expect((await house.workspace.cells(id, 0, 1000)).length).toBe(count);
  }
});
