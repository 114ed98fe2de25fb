import { describe, expect, onTestFinished, test } from 'vitest';
import { type JobContract, runJob } from '../../src/bridge/jobs.ts';
import { WorkerPort } from '../../src/bridge/worker-port.ts';
import type { Progress } from '../../src/core/progress.ts';
import type { EchoJobs } from './echo.worker.ts';

type Port = WorkerPort<JobContract<EchoJobs>>;

const echo = () => new Worker(new URL('./echo.worker.ts', import.meta.url), { type: 'module' });
const nested = () => new Worker(new URL('./nested.worker.ts', import.meta.url), { type: 'module' });

/** A port to these workers, which end with the test; `started` are those that it has started. */
function openPort(start: () => Worker): { port: Port; started: Worker[] } {
  const started: Worker[] = [];
  onTestFinished(() => started.forEach((worker) => worker.terminate()));
  const port: Port = new WorkerPort('the echo worker', () => {
    const worker = start();
    started.push(worker);
    return worker;
  });
  return { port, started };
}

function ask<K extends keyof EchoJobs>(
  port: Port,
  kind: K,
  request: EchoJobs[K]['request'],
  signal = new AbortController().signal,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<EchoJobs[K]['result']> {
  return runJob(port, kind, request, { report: onProgress }, signal);
}

/** Cancels a job that waits once it has said that it does. */
async function cancelled(port: Port): Promise<unknown> {
  const controller = new AbortController();
  return ask(port, 'wait', null, controller.signal, () => controller.abort()).catch(
    (reason: unknown) => reason,
  );
}

describe.each([
  ['a worker', echo],
  ['a worker behind a worker', nested],
] as const)('%s', (_, start) => {
  test('is started when it is first needed, and once', async () => {
    const { port, started } = openPort(start);
    expect(started).toHaveLength(0);
    expect(await ask(port, 'echo', { text: 'a', reports: 0 })).toBe('a');
    expect(await ask(port, 'echo', { text: 'b', reports: 0 })).toBe('b');
    expect(await ask(port, 'count', null)).toBe(3);
    expect(started).toHaveLength(1);
  });

  test('reports how far it is, each job to its own caller, in order, before it is done', async () => {
    const { port } = openPort(start);
    const heard = new Map<string, [phase: string, done: number][]>([
      ['a', []],
      ['b', []],
    ]);
    const jobs = ['a', 'b'].map((text) =>
      ask(port, 'echo', { text, reports: 5 }, undefined, ({ phase, done }) => {
        heard.get(text)!.push([phase, done]);
      }),
    );
    expect(await Promise.all(jobs)).toEqual(['a', 'b']);
    for (const text of ['a', 'b'])
      expect(heard.get(text)).toEqual([1, 2, 3, 4, 5].map((done) => [text, done]));
  });

  test('an error crosses with code, message, stage, details and cause', async () => {
    const { port } = openPort(start);
    await expect(ask(port, 'fail', null)).rejects.toMatchObject({
      name: 'PerennialError',
      code: 'odd',
      message: 'this is odd',
      stage: 'train',
      details: { row: 7 },
      cause: { code: 'unexpected', message: 'the root of it' },
    });
  });

  test('a cancelled job rejects, and one beside it goes on', async () => {
    const { port } = openPort(start);
    const controller = new AbortController();
    const waiting = ask(port, 'wait', null, controller.signal).catch((reason: unknown) => reason);
    expect(await cancelled(port)).toMatchObject({ code: 'cancelled', message: 'cancelled here' });
    expect(await ask(port, 'echo', { text: 'still here', reports: 0 })).toBe('still here');
    controller.abort();
    expect(await waiting).toMatchObject({ code: 'cancelled' });
  });

  test('a job that is cancelled before it begins never reaches the worker', async () => {
    const { port } = openPort(start);
    expect(await ask(port, 'count', null)).toBe(1);
    await expect(ask(port, 'wait', null, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(await ask(port, 'count', null)).toBe(2);
  });
});

describe('a worker that dies', () => {
  test('rejects every job that was under way, and the next one has a new worker', async () => {
    const { port, started } = openPort(echo);
    const beside = ask(port, 'wait', null);
    const dying = ask(port, 'die', null);
    for (const job of [beside, dying])
      await expect(job).rejects.toMatchObject({
        code: 'worker-died',
        stage: 'compute',
        message: expect.stringMatching(/^the echo worker stopped: .*no memory is left; try again$/) as string,
      });
    expect(await ask(port, 'count', null)).toBe(1);
    expect(started).toHaveLength(2);
  });

  test('leaves a job that is cancelled at the same time with one reason alone', async () => {
    const { port } = openPort(echo);
    const controller = new AbortController();
    const job = ask(port, 'die', null, controller.signal);
    await expect(job).rejects.toMatchObject({ code: 'worker-died' });
    controller.abort();
    expect(await ask(port, 'echo', { text: 'fine', reports: 0 })).toBe('fine');
  });

  test('does not take the worker with it that had started it', async () => {
    const { port, started } = openPort(nested);
    await expect(ask(port, 'die', null)).rejects.toMatchObject({
      code: 'worker-died',
      message: expect.stringContaining('the inner worker stopped') as string,
    });
    expect(await ask(port, 'echo', { text: 'fine', reports: 0 })).toBe('fine');
    expect(await ask(port, 'count', null)).toBe(3);
    expect(started).toHaveLength(1);
  });

  test('before it could be loaded says so', async () => {
    const { port } = openPort(() => new Worker('/there-is-no-such-worker.js', { type: 'module' }));
    await expect(ask(port, 'count', null)).rejects.toMatchObject({
      code: 'worker-died',
      message: 'the echo worker stopped: it could not be loaded, or ran out of memory; try again',
    });
  });
});

test('results are moved, not copied', async () => {
  const { port } = openPort(echo);
  const first = await ask(port, 'buffer', null);
  expect([first.bytes.length, first.left]).toEqual([8, 8]);
  expect((await ask(port, 'buffer', null)).left).toBe(0);
});
