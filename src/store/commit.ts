import type { Hash } from '../core/ids.ts';
import type { RecordKind } from '../core/records.ts';
import type { Change } from '../core/store.ts';
import type { Connection } from './connection.ts';
import { recount } from './counts.ts';
import type { Replaced } from './counts.ts';
import { endDraft } from './drafted.ts';
import { blobMissing, recordMissing, recordPresent, requireSession } from './failures.ts';
import { collect, NEEDS } from './needs.ts';
import { addEvents } from './add-events.ts';
import { removeProject } from './remove-project.ts';
import { KINDS, mayNeedBlobs } from './schema.ts';
import type { StoreName, Transaction } from './schema.ts';
import { workOf } from './work.ts';
import type { Expected, Step, Work } from './work.ts';

/**
 * Writes and removes all of the records, ends the draft and collects what nothing needs any more, in one transaction.
 *
 * The transaction takes only the stores that it touches: an event is kept at once, however large the blob that is
 * being written beside it.
 */
export async function commitChanges(
  connection: Connection,
  changes: readonly Change[],
  draftToEnd: () => Promise<string | undefined>,
): Promise<void> {
  const work = workOf(changes);
  const draft = await draftToEnd();
  const stores = storesFor(work, draft !== undefined);
  if (stores.size === 0) return;

  await connection.write([...stores], 'strict', async (transaction) => {
    await Promise.all(work.expected.map((key) => requireRecord(transaction, key)));
    const removed: (readonly Hash[])[] = [];
    for (const project of work.projects) removed.push(await removeProject(transaction, project));
    const replaced = await Promise.all(lastOf(work.steps).map((step) => applyStep(transaction, step)));
    await recount(transaction, replaced);
    for (const events of work.drafted) await addEvents(transaction, events);
    if (!stores.has('blobs')) return;
    await Promise.all(work.steps.map((step) => requireBlobs(transaction, step)));
    const drafted = draft === undefined ? [] : await endDraft(transaction, draft);
    await collect(transaction, [...removed.flat(), ...replaced.flatMap(releasedBy), ...drafted]);
  });
}

function storesFor({ expected, projects, steps, drafted }: Work, endsDraft: boolean): ReadonlySet<StoreName> {
  const kinds = new Set<RecordKind>(projects.length > 0 ? KINDS : steps.map((step) => step.kind));
  if (drafted.length > 0) kinds.add('event');
  return new Set<StoreName>([
    ...expected.map(({ kind }) => kind),
    ...kinds,
    ...(kinds.has('event') ? (['counts'] as const) : []),
    ...(endsDraft || [...kinds].some(mayNeedBlobs) ? NEEDS : []),
  ]);
}

/** Of several changes of one record only the last is made. */
function lastOf(steps: readonly Step[]): readonly Step[] {
  return [...new Map(steps.map((step) => [`${step.kind} ${step.id}`, step])).values()];
}

async function requireRecord(transaction: Transaction, { kind, id, session }: Expected): Promise<void> {
  const records = transaction.objectStore(kind);
  if ((await records.getKey(id)) === undefined) throw recordMissing(kind, id);
  if (session !== undefined) requireSession((await records.get(id))?.record, session);
}

async function applyStep(transaction: Transaction, { kind, id, row, isNew }: Step): Promise<Replaced> {
  const records = transaction.objectStore(kind);
  const isAsked = isNew || kind === 'event' || mayNeedBlobs(kind);
  const before = isAsked ? await records.get(id) : undefined;
  if (isNew && before) throw recordPresent(kind, id);
  if (row) await records.put(row);
  else await records.delete(id);
  return { before, after: row };
}

/** The blobs that the record which stood there before needed, and the one that stands there now does not. */
function releasedBy({ before, after }: Replaced): readonly Hash[] {
  const stillNeeded = new Set(after?.blobs);
  return (before?.blobs ?? []).filter((hash) => !stillNeeded.has(hash));
}

async function requireBlobs(transaction: Transaction, { row }: Step): Promise<void> {
  const blobs = transaction.objectStore('blobs');
  await Promise.all(
    (row?.blobs ?? []).map(async (hash) => {
      if ((await blobs.getKey(hash)) === undefined) throw blobMissing(hash, row!.record);
    }),
  );
}
