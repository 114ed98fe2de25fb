import { describe, expect, test } from 'vitest';
import { blobsOf } from '../../src/core/records.ts';
import { columnOf } from '../../src/core/table.ts';
import { runJob } from './in-process.ts';
import { championOn, csvBlob, learnOn, openHouse, rowsAsCsv, seaStream, type TestHouse } from './house-for-test.ts';

const stream = seaStream(4000);

/** A project with a champion, a challenger, predictions, and all that came of it. */
async function livelyHouse() {
  const { house, version, projectId } = await championOn(stream, 0, 600);
  await learnOn(house, projectId, rowsAsCsv(stream, 600, 800));
  await house.workspace.predictRow(version.id, { 'attribute 1': 5, 'attribute 2': null, 'attribute 3': 1 }).catch(() => undefined);
  return { house, version, projectId };
}

async function exported({ workspace }: TestHouse, projectId: string, passphrase: string | null = null) {
  return runJob(workspace, 'export-project', { projectId, passphrase });
}

async function imported(
  { workspace }: TestHouse,
  file: Blob,
  { passphrase = null, ifPresent = 'refuse' }: { passphrase?: string | null; ifPresent?: 'refuse' | 'copy' } = {},
) {
  return runJob(workspace, 'import-archive', { file, passphrase, ifPresent });
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

describe('a project as one file', () => {
  test('exported, imported elsewhere and exported again it is the same bytes', async () => {
    const { house, projectId } = await livelyHouse();
    const before = house.contents();
    const { file, name } = await exported(house, projectId);
    expect(name).toBe('rows.perennial');
    expect(house.contents()).toEqual(before);
    const other = openHouse();
    const result = await imported(other, file);
    expect(result).toEqual({ projectId, versionId: null, kind: 'project' });
    expect(other.contents().toSorted()).toEqual(before.toSorted());
    const again = await exported(other, projectId);
    expect(await bytesOf(again.file)).toEqual(await bytesOf(file));
  });
});
