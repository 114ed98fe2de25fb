import type { Hash } from '../../src/core/ids.ts';
import type { JobFile, JobRecord } from '../../src/core/job-record.ts';
import type {
  EventRecord,
  ModelVersion,
  VersionReport,
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

/** A version and what was measured of it, as they rest beside each other. */
export function version(
  id: string,
  recipe: Hash,
  snapshot: Hash,
  projectId = 'P1',
): [ModelVersion, VersionReport] {
  const summary = {
    task: 'binary',
    rows: 2,
    baseline: 'majority',
    scores: [{ metric: 'accuracy', value: 1, low: 0.4, high: 1, baseline: 0.5 }],
  } as const;
  const evaluation = {
    ...summary,
    classes: [],
    confusion: [
      [1, 0],
      [0, 1],
    ],
    roc: [],
    residuals: [],
  };
  return [
    {
      kind: 'version',
      id,
      projectId,
      number: 1,
      createdAt: 0,
      cause: 'trained',
      parents: [],
      learner: { kind: 'linear', options: {} },
      target: { column: 'y', task: 'binary', classes: ['a', 'b'] },
      recipe,
      snapshot,
      splits: [],
      seed: 1,
      engine: { asked: 'auto', kind: 'reference', reason: 'the fastest' },
      steps: 1,
      durationMs: 1,
      sizeBytes: 2,
      evaluation: summary,
      baseline: { kind: 'majority', prior: [0.5, 0.5] },
      judgement: null,
    },
    {
      kind: 'report',
      id,
      projectId,
      curve: [{ step: 1, epoch: 1, trainLoss: 0.5, validationLoss: null }],
      evaluation,
      importance: {
        permutation: {
          ...{ rows: 2, repeats: 5, loss: 'log-loss', before: 0.5, errorBefore: 0.5 },
          columns: [{ column: 'x', rise: 0.1, spread: 0.01, errorRise: 0.2 }],
        },
        role: 'report',
        use: [{ column: 'x', gainShare: 1, splits: 3 }],
      },
    },
  ];
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

export function event(id: string, projectId = 'P1', about: ProjectEvent = learntOn): EventRecord {
  return { kind: 'event', id, projectId, at: 0, event: about };
}

export function prediction(id: string, projectId = 'P1'): EventRecord {
  return event(id, projectId, { kind: 'prediction', versionId: 'V1', features: {}, output: [1] });
}

/** An import that has one answer, which holds `answered`, and a checkpoint, which holds `half`. */
export function job(
  id: string,
  answered: readonly Hash[],
  half: readonly [Hash, ...Hash[]] | null,
  projectId = 'P1',
): JobRecord {
  return {
    kind: 'job',
    id,
    projectId,
    job: 'import',
    request: { name: 'a.csv' },
    startedAt: 0,
    session: 'a session',
    progress: { phase: 'reading', done: 1, total: 2, unit: 'bytes' },
    answers: [{ key: 'first', result: { rows: 1 }, blobs: answered }],
    checkpoint: half && { key: 'second', snapshot: half[0], blobs: half.slice(1) },
  };
}

export function jobFile(id: string, file: Blob, projectId = 'P1'): JobFile {
  return { kind: 'job-file', id, projectId, file };
}

export function bytes(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values);
}
