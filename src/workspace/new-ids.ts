import { decodeTime, monotonicFactory } from 'ulid';
import type { Id } from '../core/ids.ts';
import type { ProjectEvent, StoredRecord } from '../core/records.ts';

const LONGEST_NAME = 200;
const COPY = ' (copy)';

/**
 * The same project once more: every id is another one, of the same moment and in the same order, and all that point at it
 * follow. Ids of what was deleted are given anew as well, so that nothing points into the project that was copied.
 *
 * @param isRenamed whether the project's name tells that it is a copy
 */
export function copyOf(records: readonly StoredRecord[], isRenamed: boolean): readonly StoredRecord[] {
  const ids = new Set<Id>();
  const collect = (id: Id): Id => {
    ids.add(id);
    return id;
  };
  for (const record of records) withIds(record, collect);
  const next = monotonicFactory();
  // A factory that is handed 0 takes the present moment.
  const given = new Map([...ids].sort().map((id) => [id, next(Math.max(1, decodeTime(id)))]));
  return records.map((record) => {
    const copied = withIds(record, (id) => given.get(id)!);
    return copied.kind === 'project' && isRenamed ? { ...copied, name: copyName(copied.name) } : copied;
  });
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
