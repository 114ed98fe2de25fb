import { PerennialError } from '../core/errors.ts';
import type { JobWatch } from '../core/progress.ts';
import type { Id } from '../core/ids.ts';
import type { StoredRecord } from '../core/records.ts';
import type { Change } from '../core/store.ts';
import { linesOf } from '../flow/deploy/archive/records/lines.ts';
import { movingAlias } from './aliases.ts';
import type { Jobs } from './api.ts';
import type { Unpacked } from './compute.ts';
import { type House, newId } from './house.ts';
import { copyOf } from './new-ids.ts';
import { type Finished, undertake } from './work.ts';

type Request = Jobs['import-archive']['request'];
type Result = Jobs['import-archive']['result'];

/** A file becomes a project, in one transaction: until then nothing is there, and a refused file leaves nothing. */
export async function importArchive(
  house: House,
  { file, passphrase, ifPresent }: Request,
  watch: JobWatch,
): Promise<Result> {
  try {
    return await undertake(house, watch, null, async (work) => {
      const projects = ifPresent === 'refuse' ? await house.store.list('project') : [];
      const present = projects.map(({ id }) => id);
      const unpacked = await work.compute('unpack', { file, passphrase, present });
      const records = await recordsOf(house, unpacked);
      return unpacked.kind === 'model'
        ? importedModel(house, records)
        : importedProject(house, records, ifPresent);
    });
  } catch (error) {
    if (error instanceof PerennialError && error.code === 'record-present') throw archivePresent(error);
    throw error;
  }
}

/** What came in the file, checked already. */
async function recordsOf({ store }: House, { records }: Unpacked): Promise<readonly StoredRecord[]> {
  const read: StoredRecord[] = [];
  for (const [kind, pieces] of Object.entries(records))
    for (const piece of pieces)
      for (const line of linesOf(await store.read(piece), kind)) read.push(line as unknown as StoredRecord);
  return read;
}

async function importedProject(
  { store }: House,
  records: readonly StoredRecord[],
  ifPresent: Request['ifPresent'],
): Promise<Finished<Result>> {
  const { projectId } = records[0]!;
  if (ifPresent === 'refuse') return finished(records.map(adding), projectId, null, 'project');
  const isHere = (await store.get('project', projectId)) !== undefined;
  const copied = copyOf(records, isHere);
  return finished(copied.map(adding), copied[0]!.projectId, null, 'project');
}

/** A project of its own, whose champion the model is from its first moment. */
function importedModel(house: House, records: readonly StoredRecord[]): Finished<Result> {
  const projectId = newId(house);
  const versionId = newId(house);
  const changes = records.flatMap((record): Change[] => {
    switch (record.kind) {
      case 'project':
        return [adding({ ...record, id: projectId, projectId, createdAt: house.clock() })];
      case 'version':
        return [adding({ ...record, id: versionId, projectId, number: 1, cause: 'imported' })];
      case 'report':
        return [adding({ ...record, id: versionId, projectId })];
      default:
        return [];
    }
  });
  const crowned = movingAlias(house, projectId, 'champion', null, versionId, {
    by: 'import',
    reason: 'the model came in a file',
  });
  return finished([...changes, ...crowned], projectId, versionId, 'model');
}

function adding(add: StoredRecord): Change {
  return { add };
}

function finished(
  changes: readonly Change[],
  projectId: Id,
  versionId: Id | null,
  kind: Result['kind'],
): Finished<Result> {
  return { changes, result: { projectId, versionId, kind } };
}

/** A record of the file is here already, although its project was not when the file was opened. */
function archivePresent(cause: PerennialError): PerennialError {
  return new PerennialError(
    'archive-present',
    'the project of this file is here already, or parts of it are: keep both, or leave it as it is',
    { stage: 'workspace', details: cause.details, cause },
  );
}
