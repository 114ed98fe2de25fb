import { expect } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import { type Parts, partsOf } from '../checks/archive-mutants.ts';
import { csvBlob, importCsv, learnOn, openHouse, type TestHouse, train } from './house-for-test.ts';
import { runJob } from './in-process.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A small project in which there is something of everything. */
const rows = (from: number, to: number) =>
  `n,c,t,b,y\n${Array.from({ length: to - from }, (_, i) => {
    const row = from + i;
    return `${row % 7 ? row / 4 : ''},${'abc'[row % 3]},2024-01-${10 + (row % 20)},${row % 2 === 0},${row % 5 < 2 ? 'yes' : 'no'}\n`;
  }).join('')}`;

export interface SmallArchives {
  readonly project: Bytes;
  readonly model: Bytes;
  readonly parts: Parts;
  readonly modelParts: Parts;
}

/** The project, and its champion alone, as files. */
export async function smallArchives(): Promise<SmallArchives> {
  const house = openHouse();
  const table = await importCsv(house, csvBlob(rows(0, 120)), 'rows.csv');
  const options = { epochs: 2, memoryRows: 20 };
  const version = await train(house, table, { options });
  await learnOn(house, table.projectId, csvBlob(rows(120, 180)));
  await house.workspace.predictRow(version.id, { n: 1, c: 'a', t: null, b: true });
  const bytes = async ({ file }: { file: Blob }) => new Uint8Array(await file.arrayBuffer());
  const whole = { projectId: table.projectId, passphrase: null };
  const project = await bytes(await runJob(house.workspace, 'export-project', whole));
  const asked = { versionId: version.id, rememberedRows: true, passphrase: null };
  const model = await bytes(await runJob(house.workspace, 'export-model', asked));
  return { project, model, parts: await partsOf(project), modelParts: await partsOf(model) };
}

/** How opening it ends: opened, or the code of a refusal; anything else fails the test. */
export async function endOf(house: TestHouse, bytes: Bytes, what: string): Promise<string> {
  const before = house.contents();
  try {
    const file = new Blob([bytes]);
    await runJob(house.workspace, 'import-archive', { file, passphrase: null, ifPresent: 'refuse' });
    return 'opened';
  } catch (error) {
    const isSentence =
      error instanceof PerennialError && error.code.startsWith('archive-') && error.message.length > 30;
    if (!isSentence) throw new Error(`${what}: ${String((error as Error).stack)}`, { cause: error });
    expect(house.contents(), what).toEqual(before);
    return error.code;
  }
}
