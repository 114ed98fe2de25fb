import type { Id } from '../core/ids.ts';
import type { ProjectEvent, StoredRecord } from '../core/records.ts';

const LONGEST_NAME = 200;
const COPY = ' (copy)';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The last digits of an id, which tell nothing of its moment: enough that two copies never meet, and that the digit in front of them hardly ever changes. */
const SHIFTED_DIGITS = 12;

/**
 * The same project once more, record by record: every id is another one, of the same moment and in the same order, and all
 * that point at it follow. Ids of what was deleted are given anew as well, so that nothing points into the project that was
 * copied. All ids are moved on by one random number, so that a million of them need not be known.
 *
 * @param isRenamed whether the project's name tells that it is a copy
 */
export function copier(isRenamed: boolean): <R extends StoredRecord>(record: R) => R {
  const by = randomShift();
  return <R extends StoredRecord>(record: R): R => {
    const copied = withIds(record, (id) => shifted(id, by));
    const named =
      copied.kind === 'project' && isRenamed ? { ...copied, name: copyName(copied.name) } : copied;
    return named as R;
  };
}

/** Digits from the last one on; the first of them all is no 0, so that ids made right behind each other are passed over. */
function randomShift(): readonly number[] {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(SHIFTED_DIGITS)), (byte) => byte & 31);
  return digits.with(-1, Math.max(1, digits.at(-1)!));
}

/** The sum of both, as an id. */
function shifted(id: Id, by: readonly number[]): Id {
  let sum = '';
  let carry = 0;
  for (let at = id.length - 1; at >= 0; at--) {
    const place = id.length - 1 - at;
    if (place >= by.length && carry === 0) return id.slice(0, at + 1) + sum;
    const digit = DIGITS.indexOf(id.charAt(at)) + (by[place] ?? 0) + carry;
    carry = digit >> 5;
    // The first digit of an id is below 8.
    sum = DIGITS.charAt(digit & (at === 0 ? 7 : 31)) + sum;
  }
  return sum;
}

function copyName(name: string): string {
  return `${name.slice(0, LONGEST_NAME - COPY.length)}${COPY}`;
}

/** The record with every id replaced, those of others that it points at included. */
function withIds(record: StoredRecord, to: (id: Id) => Id): StoredRecord {
  const maybe = (id: Id | null) => id && to(id);
  const projectId = to(record.projectId);
  switch (record.kind) {
    case 'project':
      return { ...record, id: projectId, projectId };
    case 'table':
      return { ...record, id: to(record.id), projectId, parent: maybe(record.parent) };
    case 'split':
      return { ...record, id: to(record.id), projectId, tableId: to(record.tableId) };
    case 'version': {
      const { judgement } = record;
      return {
        ...record,
        id: to(record.id),
        projectId,
        parents: record.parents.map(to),
        splits: record.splits.map(to),
        judgement: judgement && {
          ...judgement,
          championId: to(judgement.championId),
          anchor: judgement.anchor.map((part) => ({ ...part, tableId: to(part.tableId) })),
        },
      };
    }
    case 'alias':
      return { ...record, id: `${projectId}/${record.name}`, projectId, versionId: to(record.versionId) };
    case 'event':
      return { ...record, id: to(record.id), projectId, event: eventWithIds(record.event, to) };
    default:
      return { ...record, id: to(record.id), projectId };
  }
}

function eventWithIds(event: ProjectEvent, to: (id: Id) => Id): ProjectEvent {
  switch (event.kind) {
    case 'alias-moved':
      return { ...event, from: event.from && to(event.from), to: event.to && to(event.to) };
    case 'prediction':
    case 'file-predicted':
      return { ...event, versionId: to(event.versionId) };
    case 'label':
      return { ...event, eventId: to(event.eventId) };
    case 'learnt-on':
      return {
        ...event,
        versionId: to(event.versionId),
        tableId: to(event.tableId),
        ...(event.labels && { labels: event.labels.map(to) }),
      };
    case 'error-rose':
      return { ...event, versionId: to(event.versionId), tableId: to(event.tableId) };
    case 'deleted':
      return event;
  }
}
