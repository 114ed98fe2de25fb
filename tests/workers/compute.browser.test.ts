import { describe, expect, onTestFinished, test } from 'vitest';
import { WorkerPort } from '../../src/bridge/worker-port.ts';
import { PerennialError } from '../../src/core/errors.ts';
import type { Progress } from '../../src/core/progress.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import type { ComputeContext } from '../../src/workspace/compute.ts';
import type { ComputeContract } from '../../workers/compute/contract.ts';
import { computeOver } from '../../workers/workspace/compute-over.ts';
import type { TrialJobs } from './compute-jobs.worker.ts';

const direct = () => new Worker(new URL('./compute-jobs.worker.ts', import.meta.url), { type: 'module' });
const relayed = () => new Worker(new URL('./relay.worker.ts', import.meta.url), { type: 'module' });

/** Runs jobs on these workers, which end with the test. */
function openCompute(start: () => Worker, graceMs?: number) {
  const started: Worker[] = [];
  onTestFinished(() => started.forEach((worker) => worker.terminate()));
  const worker = new WorkerPort<ComputeContract<TrialJobs>>('the compute worker', () => {
    started.push(start());
    return started.at(-1)!;
  });
  return { compute: computeOver<TrialJobs>(worker, graceMs), started };
}

/** Blobs in this thread, by names instead of hashes. */
class Shelf {
  readonly blobs = new Map<string, Uint8Array<ArrayBuffer>>();

  async read(hash: string): Promise<Uint8Array<ArrayBuffer>> {
    const found = this.blobs.get(hash);
    if (found) return found;
    throw new PerennialError('blob-missing', `there is no blob ${hash}`, {
      stage: 'store',
      details: { hash },
    });
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const hash = `blob ${this.blobs.size}`;
    this.blobs.set(hash, bytes);
    return hash;
  }
}

function contextOf(parts: Partial<ComputeContext> = {}): ComputeContext {
  return {
    signal: new AbortController().signal,
    report: () => undefined,
    checkpoints: { last: null, offer: async () => undefined },
    blobs: new Shelf(),
    lost: [],
    ...parts,
  };
}

/** Keeps every checkpoint that it is offered. */
function keeping(last: Snapshot | null) {
  const kept: Snapshot[] = [];
  return { kept, checkpoints: { last, offer: async (take) => void kept.push(await take()) } } satisfies {
    kept: Snapshot[];
    checkpoints: ComputeContext['checkpoints'];
  };
}

const failureOf = (job: Promise<unknown>) =>
  job.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );

describe.each([
  ['a compute worker', direct],
  ['a compute worker behind another worker', relayed],
] as const)('over %s', (_, start) => {
  test('blobs are read and written where the job was started, and moved both ways', async () => {
    const { compute } = openCompute(start);
    const blobs = new Shelf();
    const given = Uint8Array.of(1, 2, 3);
    const hash = await blobs.write(given);
    const result = await compute.run('reverse', { hash }, contextOf({ blobs }));
    expect(result).toEqual({ read: 3, left: 0, hash: 'blob 1' });
    expect(blobs.blobs.get('blob 1')).toEqual(Uint8Array.of(3, 2, 1));
    expect(given.length).toBe(0);
  });

  test('bytes that are part of more are sent alone, and the rest stays', async () => {
    const { compute } = openCompute(start);
    const blobs = new Shelf();
    const { hash, left } = await compute.run('part', null, contextOf({ blobs }));
    expect(left).toBe(12);
    expect(blobs.blobs.get(hash)).toEqual(Uint8Array.of(4, 5, 6, 7));
    expect(blobs.blobs.get(hash)!.buffer.byteLength).toBe(4);

    const whole = Uint8Array.of(9, 8, 7, 6);
    blobs.blobs.set('middle', whole.subarray(1, 3));
    await compute.run('reverse', { hash: 'middle' }, contextOf({ blobs }));
    expect(whole).toEqual(Uint8Array.of(9, 8, 7, 6));
    expect([...blobs.blobs.values()].at(-1)).toEqual(Uint8Array.of(7, 8));
  });

  test('an error of reading keeps its code, stage and details, and so does one of writing', async () => {
    const { compute } = openCompute(start);
    expect(await failureOf(compute.run('reverse', { hash: 'gone' }, contextOf()))).toMatchObject({
      code: 'blob-missing',
      stage: 'store',
      message: 'there is no blob gone',
      details: { hash: 'gone' },
    });
    const blobs = new Shelf();
    blobs.write = () => Promise.reject(new PerennialError('store-full', 'the disk is full'));
    expect(await failureOf(compute.run('part', null, contextOf({ blobs })))).toMatchObject({
      code: 'store-full',
    });
  });

  test('a job that was cut off goes on from the last checkpoint that was kept', async () => {
    const { compute } = openCompute(start);
    const first = keeping(null);
    const died = compute.run('count', { to: 6, dieAt: 4 }, contextOf(first));
    expect(await failureOf(died)).toMatchObject({ code: 'worker-died' });
    expect(first.kept.map(({ header }) => header['next'])).toEqual([0, 1, 2, 3]);
    expect(first.kept.at(-1)).toEqual({
      kind: 'count',
      header: { next: 3 },
      tensors: { numbers: { shape: [4], data: Uint32Array.of(0, 1, 4, 9) } },
    });

    const second = keeping(first.kept.at(-1)!);
    const result = await compute.run('count', { to: 6, dieAt: null }, contextOf(second));
    expect(result).toEqual({ from: 4, numbers: [0, 1, 4, 9, 16, 25] });
    expect(second.kept.map(({ header }) => header['next'])).toEqual([4, 5]);
  });

  test('a checkpoint that cannot be kept fails the job with the reason', async () => {
    const { compute } = openCompute(start);
    const checkpoints = {
      last: null,
      offer: () => Promise.reject(new PerennialError('store-full', 'the disk is full')),
    };
    expect(
      await failureOf(compute.run('count', { to: 2, dieAt: null }, contextOf({ checkpoints }))),
    ).toMatchObject({ code: 'store-full' });
  });

  test('a job knows which engines were lost', async () => {
    const { compute } = openCompute(start);
    const lost = [{ kind: 'tfjs-webgpu', reason: 'the graphics processor was lost' }] as const;
    expect(await compute.run('lost', null, contextOf({ lost }))).toEqual(lost);
  });

  test('memory that cannot be had is told as such, and the worker goes on', async () => {
    const { compute, started } = openCompute(start);
    const error = await failureOf(compute.run('allocate', null, contextOf()));
    expect(error).toMatchObject({ code: 'out-of-memory', stage: 'compute' });
    expect(String(error)).toContain('close other tabs and programs, or take fewer rows or columns');
    expect(await compute.run('lost', null, contextOf())).toEqual([]);
    expect(started).toHaveLength(1);
  });

  test('a job that lets nothing in is cancelled all the same; the one beside it can be run again', async () => {
    const { compute } = openCompute(start);
    const controller = new AbortController();
    let begun = 0;
    const bothBegun = () => {
      begun += 1;
      if (begun === 2) controller.abort();
    };
    let cancelledAt = 0;
    controller.signal.addEventListener('abort', () => (cancelledAt = performance.now()));
    const beside = failureOf(compute.run('wait', null, contextOf({ report: bothBegun })));
    const stuck = compute.run(
      'spin',
      { ms: 20_000 },
      contextOf({ report: bothBegun, signal: controller.signal }),
    );
    expect(await failureOf(stuck)).toMatchObject({ code: 'cancelled' });
    expect(performance.now() - cancelledAt).toBeLessThan(1000);
    expect(await beside).toMatchObject({
      code: 'worker-ended',
      message: expect.stringContaining('a job beside this one was cancelled and did not stop') as string,
    });
    expect(await compute.run('lost', null, contextOf())).toEqual([]);
  });
});

test('a job that stops when it is asked to leaves the one beside it alone', async () => {
  const { compute, started } = openCompute(direct, 20_000);
  const controllers = [new AbortController(), new AbortController()] as const;
  const reports: Progress[] = [];
  const jobs = controllers.map((controller) => {
    const report = (progress: Progress) => {
      reports.push(progress);
      if (reports.length === 2) controllers[0].abort();
    };
    return failureOf(compute.run('wait', null, contextOf({ report, signal: controller.signal })));
  });
  expect(await jobs[0]).toMatchObject({ code: 'cancelled' });
  expect(await compute.run('lost', null, contextOf())).toEqual([]);
  controllers[1].abort();
  expect(await jobs[1]).toMatchObject({ code: 'cancelled' });
  expect(started).toHaveLength(1);
});

test('a checkpoint that is damaged is refused before the job begins', async () => {
  const { compute } = openCompute(direct);
  const last = { kind: 'count', header: {}, tensors: { numbers: { shape: [3], data: Uint32Array.of(1) } } };
  const job = compute.run(
    'count',
    { to: 2, dieAt: null },
    contextOf({ checkpoints: { ...keeping(last).checkpoints } }),
  );
  expect(await failureOf(job)).toMatchObject({ code: 'snapshot-format' });
});
