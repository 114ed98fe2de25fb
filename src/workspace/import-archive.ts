import { PerennialError } from '../core/errors.ts';
import type { JobWatch } from '../core/progress.ts';
import type { Id } from '../core/ids.ts';
import type { EventRecord, StoredRecord } from '../core/records.ts';
import type { Change } from '../core/store.ts';
import { linesOf } from '../flow/deploy/archive/records/lines.ts';
import { movingAlias } from './aliases.ts';
import type { Jobs } from './api.ts';
import type { Unpacked } from './compute.ts';
import { type House, newId } from './house.ts';
import { copier } from './new-ids.ts';
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
      return unpacked.kind === 'model'
        ? importedModel(house, await recordsOf(house, unpacked))
        : importedProject(house, unpacked, ifPresent);
    });
  } catch (error) {
    if (error instanceof PerennialError && error.code === 'record-present') throw archivePresent(error);
    throw error;
  }
}

/** What came in the file besides events, checked already. */
async function recordsOf({ store }: House, { records }: Unpacked): Promise<readonly StoredRecord[]> {
  const read: StoredRecord[] = [];
  for (const [kind, pieces] of Object.entries(records))
    if (kind !== 'event')
      for (const piece of pieces)
        for (const line of linesOf(await store.read(piece), kind)) read.push(line as unknown as StoredRecord);
  return read;
}

/** Events may be millions: they are read while they are kept. */
async function importedProject(
  house: House,
  unpacked: Unpacked,
  ifPresent: Request['ifPresent'],
): Promise<Finished<Result>> {
  const records = await recordsOf(house, unpacked);
  const original = records[0]!.projectId;
  const isHere = (await house.store.get('project', original)) !== undefined;
  const copied = ifPresent === 'refuse' ? <R extends StoredRecord>(record: R) => record : copier(isHere);
  const changes = records.map((record) => adding(copied(record)));
  const { projectId } = copied(records[0]!);
  const events = (unpacked.records.event ?? []).map((blob): Change => {
    const read = (bytes: Uint8Array<ArrayBuffer>) => eventsIn(bytes, copied);
    return { addEvents: { projectId, blob, read } };
  });
  return finished([...changes, ...events], projectId, null, 'project');
}

function* eventsIn(
  piece: Uint8Array<ArrayBuffer>,
  copied: (event: EventRecord) => EventRecord,
): Generator<EventRecord> {
  for (const line of linesOf(piece, 'event')) yield copied(line as unknown as EventRecord);
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
