import { deleteDB, openDB } from 'idb';
import { afterAll, describe, expect, test } from 'vitest';
import { type Client, openClient } from '../../src/bridge/client.ts';
import { PerennialError } from '../../src/core/errors.ts';
import type { Progress } from '../../src/core/progress.ts';
import type { ModelVersion, TableVersion } from '../../src/core/records.ts';
import { Trace } from '../../src/app/state/trace.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import { DEFAULT_FRACTIONS, type JobKind, type Jobs, type TrainRequest } from '../../src/workspace/api.ts';

// The real thing: the workspace worker as the page starts it, its compute worker, and IndexedDB.

const started: Worker[] = [];

/** A page's view of the house; each has a workspace worker of its own. */
function openHouse(): Client {
  return openClient(() => {
    const worker = new Worker(new URL('../../workers/workspace/worker.ts', import.meta.url), {
      type: 'module',
      name: 'perennial',
    });
    started.push(worker);
    return worker;
  });
}

afterAll(async () => {
  for (const worker of started) worker.terminate();
  await deleteDB('perennial');
});

/** The same client for the tests that need no worker of their own. */
const client = openHouse();

function run<K extends JobKind>(
  kind: K,
  request: Jobs[K]['request'],
  onProgress: (progress: Progress) => void = () => undefined,
  from = client,
): Promise<Jobs[K]['result']> {
  return from.start(kind, request, onProgress).result;
}

function csv(rows: number): Blob {
  const lines = Array.from({ length: rows }, (_, row) => {
    const [x, z] = [(row * 7) % 101, (row * 13) % 97];
    return `${x},${z},${x + z > 100 ? 'up' : 'down'}`;
  });
  return new Blob([`x,z,class\n${lines.join('\n')}\n`]);
}

async function importRows(rows: number, from = client): Promise<TableVersion> {
  const request = { file: csv(rows), fileName: 'made.csv', projectId: null, options: {} };
  return (await run('import', request, undefined, from)).table;
}

function training(table: TableVersion, choices: Partial<TrainRequest> = {}): TrainRequest {
  return {
    projectId: table.projectId,
    tableId: table.id,
    target: { column: 'class', task: 'binary' },
    learner: 'linear',
    options: {},
    split: { kind: 'random', seed: 1 },
    fractions: DEFAULT_FRACTIONS,
    excluded: [],
    included: [],
    balanceClasses: false,
    engine: 'reference',
    seed: 1,
    ...choices,
  };
}

/** Long enough to be stopped in the middle. */
const endless = { epochs: 1_000_000, patience: 1_000_000 };

const failureOf = (job: Promise<unknown>) =>
  job.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );

describe('through both workers', () => {
  const walked = (async () => {
    const imported: Progress[] = [];
    const trained: Progress[] = [];
    const { table, report } = await run(
      'import',
      { file: csv(3000), fileName: 'walk.csv', projectId: null, options: {} },
      (progress) => imported.push(progress),
    );
    const target = await client.suggestTarget(table.id);
    const { version } = await run('train', training(table, { target, split: target.split }), (progress) =>
      trained.push(progress),
    );
    return { table, report, version, imported, trained };
  })();

  test('a file becomes an evaluated model', async () => {
    const { table, report, version } = await walked;
    expect(report).toMatchObject({ rows: 3000, delimiter: ',' });
    const { aliases, project } = await client.project(table.projectId);
    expect(project.target).toEqual({ column: 'class', task: 'binary', classes: ['down', 'up'] });
    expect(aliases.champion!.versionId).toBe(version.id);
    expect(version.engine.kind).toBe('reference');
    const accuracy = version.evaluation!.scores.find(({ metric }) => metric === 'accuracy')!;
    expect(accuracy.value).toBeGreaterThan(0.95);
    expect((await client.cells(table.id, 2999, 5))[0]).toEqual([
      String((2999 * 7) % 101),
      String((2999 * 13) % 97),
      expect.stringMatching(/^(up|down)$/) as string,
    ]);
  });

  test('progress arrives, with the points of the curve', async () => {
    const { imported, trained, version } = await walked;
    expect(imported.at(-1)).toEqual({ phase: 'profiling', done: 2, total: 3, unit: 'columns' });
    const points = trained.flatMap(({ point }) => (point ? [point] : []));
    expect(points).toEqual((await client.report(version.id)).curve);
    expect(new Set(trained.map(({ phase }) => phase)).size).toBeGreaterThan(1);
  });

  test('one row and a file are answered alike', async () => {
    const { version } = await walked;
    const { answer, probabilities } = await client.predictRow(version.id, { x: 90, z: 80 });
    expect(answer).toBe('up');
    const file = new Blob(['z,x\n80,90\n1,2\n']);
    const { csv: answered, rows } = await run('predict-file', {
      versionId: version.id,
      file,
      fileName: null,
    });
    expect(rows).toBe(2);
    const [, first, second] = (await answered.text()).split('\r\n').map((line) => line.split(','));
    expect(first!.slice(0, 3)).toEqual(['80', '90', 'up']);
    expect(Number(first![4])).toBe(probabilities[0]!.probability);
    expect(second![2]).toBe('down');
  });

  test('it learns on, and the judgement comes back whole', async () => {
    const table = await importRows(600);
    const { version } = await run('train', training(table));
    const { judgement, version: challenger } = await run('learn-on', {
      projectId: table.projectId,
      file: csv(400),
      fileName: 'more.csv',
      engine: 'reference',
      labels: {},
      seed: 2,
    });
    expect(judgement).toEqual(challenger.judgement);
    expect(judgement.championId).toBe(version.id);
    expect(judgement.judging!.rows).toBe(80);
    expect(['promoted', 'unproven', 'forgot']).toContain(judgement.verdict);
  });

  test('all of it is there after a reload', async () => {
    const { table, version } = await walked;
    const answer = await client.predictRow(version.id, { x: 40, z: 70 });
    const before = await client.project(table.projectId);
    const reloaded = openHouse();
    expect(await reloaded.project(table.projectId)).toEqual(before);
    expect((await reloaded.projects()).map(({ project }) => project.id)).toContain(table.projectId);
    const again = await reloaded.predictRow(version.id, { x: 40, z: 70 });
    expect(again.probabilities).toEqual(answer.probabilities);
    const next: ModelVersion = (await run('train', training(table, { seed: 9 }), undefined, reloaded))
      .version;
    expect(next.splits).toEqual(version.splits);
  });
});

describe('a cancelled job', () => {
  test('that trains rejects with "cancelled", and nothing of it is kept', async () => {
    const table = await importRows(2000);
    const before = await client.project(table.projectId);
    const job = client.start('train', training(table, { options: endless }), ({ point }) => {
      if (point) job.cancel();
    });
    expect(await failureOf(job.result)).toMatchObject({
      code: 'cancelled',
      message: 'cancelled; nothing was kept of it',
    });
    expect(await client.project(table.projectId)).toEqual(before);
    expect(await client.events(table.projectId, 10)).toEqual([]);
    expect((await run('train', training(table))).version.number).toBe(1);
  });

  test('that reads leaves no project and no blob', async () => {
    const before = await client.projects();
    const blobs = await blobCount();
    const request = { file: csv(200_000), fileName: 'long.csv', projectId: null, options: {} };
    const job = client.start('import', request, () => job.cancel());
    expect(await failureOf(job.result)).toMatchObject({ code: 'cancelled' });
    expect(await client.projects()).toEqual(before);
    expect(await blobCount()).toBe(blobs);
  });

  test('leaves the one beside it alone, and each hears its own progress', async () => {
    const [one, other] = [await importRows(500), await importRows(900)];
    // As the page draws it: where the cancelled job took the worker with it, the other took some steps twice.
    const heard = new Trace();
    const stopped = client.start('train', training(one, { options: endless }), ({ point }) => {
      if (point && heard.curves().length > 0) stopped.cancel();
    });
    const failure = failureOf(stopped.result);
    const { version } = await run('train', training(other, { seed: 3 }), ({ phase, point }) => {
      if (point) heard.add(phase, point);
    });
    expect(await failure).toMatchObject({ code: 'cancelled' });
    const { curve } = await client.report(version.id);
    expect(heard.curves().map(({ points }) => points)).toEqual([curve]);
    expect((await client.project(one.projectId)).versions).toEqual([]);
  });
});

describe('an error', () => {
  test('of a compute job crosses both threads with code, message, stage and details', async () => {
    const file = new Blob(['a,b\n1,2\n3\n4,5\n']);
    const error = await failureOf(
      run('import', { file, fileName: 'ragged.csv', projectId: null, options: {} }),
    );
    expect(error).toBeInstanceOf(PerennialError);
    expect(error).toMatchObject({ code: 'ragged-row', stage: 'collect', details: { line: 3 } });
    expect((error as PerennialError).message).toContain('line 3');
  });

  test('keeps its cause on the way', async () => {
    const table = await importRows(300);
    const { version } = await run('train', training(table));
    const broken = await withSnapshot(version, new Uint8Array([4, 0, 0, 0, 0, 0, 0, 0, 111, 111, 112, 115]));
    const file = new Blob(['x,z\n1,2\n']);
    const error = await failureOf(run('predict-file', { versionId: broken.id, file, fileName: null }));
    expect(error).toMatchObject({
      code: 'snapshot-format',
      stage: 'store',
      message: 'the snapshot cannot be read: its table of tensors is not JSON',
      cause: { code: 'unexpected' },
    });
    expect(((error as PerennialError).cause as Error).message).toContain('oops');
  });

  test('of a question is told to the one who asked', async () => {
    expect(await failureOf(client.project('gone'))).toMatchObject({ code: 'not-found', stage: 'workspace' });
  });
});

/** The same version with other bytes for its snapshot. */
async function withSnapshot(version: ModelVersion, bytes: Uint8Array<ArrayBuffer>): Promise<ModelVersion> {
  const store = await openStore('perennial');
  const draft = store.begin();
  const broken = { ...version, id: `${version.id}-broken`, snapshot: await draft.write(bytes) };
  await draft.commit([{ put: broken }]);
  await store.close();
  return broken;
}

async function blobCount(): Promise<number> {
  const database = await openDB('perennial');
  const count = await database.count('blobs');
  database.close();
  return count;
}
