import { PerennialError } from '../core/errors.ts';
import { blobsOf } from '../core/records.ts';
import type { EventKind, EventRecord, RecordKind, Records, StoredRecord } from '../core/records.ts';
import { recordDamaged } from './failures.ts';
import { KINDS } from './schema.ts';
import type { RecordRow } from './schema.ts';

/** A plain copy of the record, with what it is found by. Throws `record-not-plain` for what no store can keep. */
export function toRow(record: StoredRecord): RecordRow {
  const named = `the ${record.kind} record "${record.id}"`;
  if (!KINDS.includes(record.kind) || !isKey(record.id) || !isKey(record.projectId))
    throw notPlain(`${named} cannot be stored: it needs a known kind, an id and a project's id`);
  try {
    const copy = structuredClone(record);
    return { id: copy.id, projectId: copy.projectId, blobs: [...new Set(blobsOf(copy))], record: copy };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw notPlain(`${named} cannot be stored: it must be plain data (${reason})`, error);
  }
}

/** The row of an event that nobody else holds, so that it need not be copied: a million copies take a minute. */
export function rowOfEvent(event: EventRecord): RecordRow {
  return { id: event.id, projectId: event.projectId, blobs: [], record: event };
}

/** The record of a row that was found as this kind and id; throws `record-damaged` where it is another one. */
export function fromRow<K extends RecordKind>(kind: K, row: RecordRow): Records[K] {
  const record = row.record as StoredRecord | undefined;
  if (record?.kind !== kind || record.id !== row.id) throw recordDamaged(kind, row.id);
  return record as Records[K];
}

/** Whether the row is an event of one of these kinds, or no event at all. */
export function isOfKinds({ record }: RecordRow, eventKinds: readonly EventKind[]): boolean {
  return record.kind !== 'event' || eventKinds.includes(record.event.kind);
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function notPlain(message: string, cause?: unknown): PerennialError {
  return new PerennialError('record-not-plain', message, { stage: 'store', cause });
}
