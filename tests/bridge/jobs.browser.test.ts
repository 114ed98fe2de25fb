import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type JobContract, type RunOptions, runJob } from '../../src/bridge/jobs.ts';
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

const anEnd = { code: 'worker-died', stage: 'compute' };

describe.each([
  [
    'throws outside of any job',
    (port: Port) => void ask(port, 'die', null).catch(() => undefined),
    /^the echo worker stopped: .*no memory is left; try again$/,
  ],
  [
    'closes itself',
    (port: Port) => void ask(port, 'close', null).catch(() => undefined),
    /^the echo worker stopped: it was ended, or ran out of memory; try again$/,
  ],
  [
    'is ended from elsewhere',
    (_: Port, worker: Worker) => worker.terminate(),
    /^the echo worker stopped: it was ended, or ran out of memory; try again$/,
  ],
] as const)('a worker that %s', (_, kill, message) => {
  test('rejects every job that was under way, and the next one has a new worker', async () => {
    const { port, started } = openPort(echo);
    let waiting = 0;
    const jobs = [0, 1].map(() =>
      ask(port, 'wait', null, undefined, () => {
        waiting += 1;
        if (waiting === 2) kill(port, started[0]!);
      }).catch((reason: unknown) => reason),
    );
    for (const reason of await Promise.all(jobs))
      expect(reason).toMatchObject({ ...anEnd, message: expect.stringMatching(message) as string });
    expect(await ask(port, 'count', null)).toBe(1);
    expect(started).toHaveLength(2);
  });

  test('is replaced for the next job when none was under way', async () => {
    const { port, started } = openPort(echo);
    const lock = await port.call((remote) => remote.life());
    kill(port, started[0]!);
    await navigator.locks.request(lock, () => undefined);
    expect(await ask(port, 'count', null)).toBe(1);
    expect(started).toHaveLength(2);
  });
});

describe('a worker that cannot begin', () => {
  test.each([
    [
      'because it is not there',
      () => new Worker('/there-is-no-such-worker.js', { type: 'module' }),
      'the echo worker stopped: it could not be loaded, or ran out of memory; try again',
    ],
    [
      'because it throws',
      () => new Worker(new URL('./broken.worker.ts', import.meta.url), { type: 'module' }),
      expect.stringMatching(/^the echo worker stopped: .*broken from the start; try again$/) as string,
    ],
  ] as const)('%s rejects the call, and the next one has a new worker', async (_, broken, message) => {
    const starts = [broken, echo];
    const { port, started } = openPort(() => starts.shift()!());
    await expect(ask(port, 'count', null)).rejects.toMatchObject({ ...anEnd, message });
    expect(await ask(port, 'count', null)).toBe(1);
    expect(started).toHaveLength(2);
  });
});

test('a worker that dies does not take the worker with it that had started it', async () => {
  const { port, started } = openPort(nested);
  await expect(ask(port, 'die', null)).rejects.toMatchObject({
    code: 'worker-died',
    message: expect.stringContaining('the inner worker stopped') as string,
  });
  expect(await ask(port, 'echo', { text: 'fine', reports: 0 })).toBe('fine');
  expect(await ask(port, 'count', null)).toBe(3);
  expect(started).toHaveLength(1);
});

describe('a job that does not stop when it is cancelled', () => {
  const cancelOnReport = (port: Port, ms: number, options?: RunOptions) => {
    const controller = new AbortController();
    const report = () => controller.abort();
    return runJob(port, 'spin', { ms }, { report }, controller.signal, options);
  };

  test('goes on to its end where its worker is to be left alone', async () => {
    const { port, started } = openPort(echo);
    expect(await cancelOnReport(port, 150)).toBe('done');
    expect(await ask(port, 'count', null)).toBe(2);
    expect(started).toHaveLength(1);
  });

  test('rejects at once where there is a limit, and its worker with all that runs in it is replaced', async () => {
    const { port, started } = openPort(echo);
    const order: string[] = [];
    const beside = ask(port, 'wait', null).catch((reason: unknown) => {
      order.push('beside');
      return reason;
    });
    const begun = performance.now();
    const cancelled = await cancelOnReport(port, 20_000, { graceMs: 50 }).catch((reason: unknown) => {
      order.push('cancelled');
      return reason;
    });
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(cancelled).toMatchObject({ code: 'cancelled' });
    expect(await beside).toMatchObject({
      ...anEnd,
      code: 'worker-ended',
      message: 'the echo worker stopped: a job beside this one was cancelled and did not stop; try again',
    });
    expect(order.toSorted()).toEqual(['beside', 'cancelled']);
    expect(await ask(port, 'count', null)).toBe(1);
    expect(started).toHaveLength(2);
  });

  test('is asked to stop first: one that does leaves its worker alone', async () => {
    const { port, started } = openPort(echo);
    const controller = new AbortController();
    const report = () => controller.abort();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await expect(
      runJob(port, 'wait', null, { report }, controller.signal, { graceMs: 50 }),
    ).rejects.toMatchObject({ message: 'cancelled here' });
    vi.advanceTimersByTime(1000);
    expect(await ask(port, 'count', null)).toBe(2);
    expect(started).toHaveLength(1);
  });

  test('rejects at once while its worker is still starting', async () => {
    const silent = URL.createObjectURL(new Blob(['']));
    onTestFinished(() => URL.revokeObjectURL(silent));
    const { port, started } = openPort(() => new Worker(silent));
    const controller = new AbortController();
    const job = ask(port, 'wait', null, controller.signal);
    controller.abort();
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(started).toHaveLength(1);
  });

  test('leaves a worker alone that is still starting, and never begins there', async () => {
    const { port, started } = openPort(echo);
    const controller = new AbortController();
    const beside = ask(port, 'count', null);
    const job = runJob(port, 'wait', null, { report: () => undefined }, controller.signal, { graceMs: 0 });
    controller.abort();
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(await beside).toBe(1);
    expect(await ask(port, 'count', null)).toBe(2);
    expect(started).toHaveLength(1);
  });

  test('is cancelled where its worker dies at the same moment', async () => {
    const { port, started } = openPort(echo);
    const controller = new AbortController();
    const report = () => started[0]!.terminate();
    // Hears of the death just before the job does.
    const beside = port.call(() => new Promise(() => undefined)).catch(() => controller.abort());
    const job = runJob(port, 'wait', null, { report }, controller.signal, { graceMs: 0 });
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    await beside;
    expect(await ask(port, 'spin', { ms: 50 })).toBe('done');
    expect(started).toHaveLength(2);
  });

  test('never ends the worker that came after its own', async () => {
    const { port, started } = openPort(echo);
    let end = (_: string) => undefined as void;
    const first = port.call((_, endIt) => {
      end = endIt;
      started[0]!.terminate();
      return new Promise(() => undefined);
    });
    await expect(first).rejects.toMatchObject(anEnd);
    const second = runJob(
      port,
      'spin',
      { ms: 50 },
      { report: () => end('late') },
      new AbortController().signal,
    );
    expect(await second).toBe('done');
    expect(await ask(port, 'count', null)).toBe(2);
    expect(started).toHaveLength(2);
  });
});

describe('the channel of a job', () => {
  /** The ports that this thread has made for jobs, and those of them that it has closed. */
  function watchPorts() {
    const made: MessagePort[] = [];
    const closed = new Set<MessagePort>();
    const Channel = MessageChannel;
    vi.stubGlobal(
      'MessageChannel',
      class extends Channel {
        constructor() {
          super();
          made.push(this.port1);
        }
      },
    );
    const close = vi.spyOn(MessagePort.prototype, 'close').mockImplementation(function (this: MessagePort) {
      closed.add(this);
    });
    onTestFinished(() => {
      vi.unstubAllGlobals();
      close.mockRestore();
    });
    return { made, closed };
  }

  test('is closed at both ends when the job ends, however it ends', async () => {
    const { port } = openPort(echo);
    const { made, closed } = watchPorts();
    await ask(port, 'echo', { text: 'a', reports: 3 });
    await ask(port, 'fail', null).catch(() => undefined);
    await cancelled(port);
    expect(made).toHaveLength(3);
    expect(made.filter((each) => !closed.has(each))).toEqual([]);
    // The one that asks has not ended yet.
    expect(await ask(port, 'ports', null)).toEqual({ handed: 4, closed: 3 });
  });

  test('is closed when the worker dies', async () => {
    const { port } = openPort(echo);
    const { made, closed } = watchPorts();
    await ask(port, 'close', null).catch(() => undefined);
    expect(made).toHaveLength(1);
    expect(closed.has(made[0]!)).toBe(true);
  });

  test('carries nothing more once the job has rejected', async () => {
    const { port } = openPort(echo);
    const controller = new AbortController();
    let heard = 0;
    const report = () => {
      heard += 1;
      if (heard === 3) controller.abort();
    };
    const job = runJob(port, 'chatter', null, { report }, controller.signal, { graceMs: 0 });
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    const then = heard;
    await ask(port, 'echo', { text: 'a', reports: 0 });
    expect(heard).toBe(then);
  });
});

test('results are moved, not copied', async () => {
  const { port } = openPort(echo);
  const first = await ask(port, 'buffer', null);
  expect([first.bytes.length, first.left]).toEqual([8, 8]);
  expect((await ask(port, 'buffer', null)).left).toBe(0);
});
