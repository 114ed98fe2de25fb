import type {
  EventRecord,
  Hash,
  Project,
  ProjectEvent,
  Split,
  TableVersion,
} from '../../src/core/records.ts';

/** Small records of every shape that the store's tests need. */
export function project(id: string, name = `project ${id}`): Project {
  return { kind: 'project', id, projectId: id, name, createdAt: 0, target: null };
}

export function table(id: string, chunks: readonly Hash[], projectId = 'P1'): TableVersion {
  return {
    kind: 'table',
    id,
    projectId,
    name: `table ${id}`,
    createdAt: 0,
    cause: 'imported',
    parent: null,
    source: { kind: 'paste', sizeBytes: 1, format: 'csv' },
    rows: 1,
    columns: [],
    chunks,
  };
}

export function split(id: string, roles: Hash, projectId = 'P1'): Split {
  return {
    kind: 'split',
    id,
    projectId,
    tableId: 'T1',
    target: 'y',
    task: 'binary',
    strategy: { kind: 'random', seed: 1 },
    fractions: null,
    counts: { train: 1, validation: 0, guard: 0, report: 0, judge: 0, unused: 0 },
    roles,
  };
}

const learntOn: ProjectEvent = { kind: 'learnt-on', versionId: 'V1', tableId: 'T1' };

export function event(id: string, projectId = 'P1', about = learntOn): EventRecord {
  return { kind: 'event', id, projectId, at: 0, event: about };
}

export function prediction(id: string, projectId = 'P1'): EventRecord {
  return event(id, projectId, { kind: 'prediction', versionId: 'V1', features: {}, output: [1] });
}

export function bytes(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values);
}
