import { type Remote, wrap } from 'comlink';
import { kernelBuild } from '../../../src/compute/wasm/module.ts';
import type { GpuSubjectName, SubjectName } from './subject.ts';
import type { SubjectRemote } from './subject.worker.ts';
import { type GpuWorkloadName, problemOf, type WorkloadName } from './workloads.ts';

/** Of one subject: its first pass's mean loss (null: not comparable), and its work a second in each round. */
export interface Measured {
  readonly name: SubjectName;
  readonly loss: number | null;
  readonly rates: readonly number[];
}

const WARM_ANSWERS = 200;

const dense = {
  kernelBuild,

  /** All of them in turns, each in a worker of its own, so many rounds of so long each. */
  async sideBySide(
    workload: WorkloadName,
    names: readonly SubjectName[],
    rounds: number,
    roundMs: number,
  ): Promise<Measured[]> {
    const subjects = names.map((name) => ({
      name,
      loss: null as number | null,
      rates: [] as number[],
      ...start(),
    }));
    try {
      for (const subject of subjects) {
        subject.loss = (await subject.remote.open(subject.name, workload)).loss;
        await subject.remote.run(roundMs);
      }
      for (let round = 0; round < rounds; round++)
        for (const { rates, remote } of subjects) rates.push(await remote.run(roundMs));
      return subjects.map(({ name, loss, rates }) => ({ name, loss, rates }));
    } finally {
      for (const { worker } of subjects) worker.terminate();
    }
  },

  /**
   * From before its worker is started until its first step is finished, in ms; and how much of that is the subject's own: its
   * code, its start and the step.
   */
  async coldStart(name: SubjectName): Promise<{ readonly ms: number; readonly own: number }> {
    const begin = performance.now();
    const own = await inFreshWorker(async (remote) => (await remote.open(name, 'first')).ms);
    return { ms: performance.now() - begin, own };
  },

  /** The same of the wasm engine in a worker that brings it as the app's does. */
  async wasmColdStart(): Promise<{ readonly ms: number; readonly own: number }> {
    const begin = performance.now();
    const worker = new Worker(new URL('./cold.worker.ts', import.meta.url), { type: 'module' });
    const own = await new Promise<number>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    const ms = performance.now() - begin;
    worker.terminate();
    return { ms, own };
  },

  /** Updates in a fresh worker, in ms. */
  updates: (count: number) => inFreshWorker((remote) => remote.updates(count)),

  /**
   * Updates in one worker while another answers single rows of the same network, each sent as soon as the one before is answered:
   * the ms of the updates, and of the answers as this page waits for them.
   */
  async serveMeanwhile(count: number): Promise<{ readonly updates: number[]; readonly answers: number[] }> {
    return inFreshWorker((training) =>
      inFreshWorker(async (serving) => {
        const { data, shape } = problemOf('update');
        const ask = (i: number) => {
          const row = i % data.y.length;
          return serving.answer(data.x.slice(row * shape.inputs, (row + 1) * shape.inputs));
        };
        await Promise.all([training.updates(2), serving.openServing()]);
        for (let i = 0; i < WARM_ANSWERS; i++) await ask(i);
        let isTraining = true;
        const updating = training.updates(count).finally(() => (isTraining = false));
        const answers: number[] = [];
        while (isTraining) {
          const begin = performance.now();
          await ask(answers.length);
          answers.push(performance.now() - begin);
        }
        return { updates: await updating, answers };
      }),
    );
  },

  /** Online learning in a fresh worker, in microseconds a row. */
  online: (kind: 'plain' | 'wasm', by: 'row' | 'rows', inputs: number, count: number) =>
    inFreshWorker((remote) => remote.online(kind, by, inputs, count)),

  /** Predictions in a fresh worker, in seconds. */
  predictions: (rows: number, count: number) => inFreshWorker((remote) => remote.predictions(rows, count)),

  /** The ms of measuring the engines, in a fresh worker. */
  probeMs: () => inFreshWorker((remote) => remote.probeMs()),

  /** What the measured engines lead to. */
  regrets: () => inFreshWorker((remote) => remote.regrets()),

  /** What stands behind WebGPU in a worker here. */
  gpuMachine: () => inFreshWorker((remote) => remote.gpuMachine()),

  /** An implementation on WebGPU, in a worker of its own. */
  gpu: (name: GpuSubjectName, workload: GpuWorkloadName) =>
    inFreshWorker((remote) => remote.gpu(name, workload)),

  /** The wasm of each build in base64: for one thread, for the first of two, for the second. */
  async builds(): Promise<readonly { readonly name: string; readonly base64: string }[]> {
    const builds = {
      relaxed: import('virtual:kernels/relaxed'),
      'relaxed shared': import('virtual:kernels/relaxed-shared'),
      'relaxed helper': import('virtual:kernels/relaxed-helper'),
      plain: import('virtual:kernels/plain'),
      'plain shared': import('virtual:kernels/plain-shared'),
      'plain helper': import('virtual:kernels/plain-helper'),
    };
    return Promise.all(
      Object.entries(builds).map(async ([name, build]) => ({ name, base64: (await build).base64 })),
    );
  },
};
export type Dense = typeof dense;

Object.assign(globalThis, { dense });

function start() {
  const worker = new Worker(new URL('./subject.worker.ts', import.meta.url), { type: 'module' });
  return { worker, remote: wrap<SubjectRemote>(worker) };
}

async function inFreshWorker<T>(work: (remote: Remote<SubjectRemote>) => Promise<T>): Promise<T> {
  const { worker, remote } = start();
  try {
    return await work(remote);
  } finally {
    worker.terminate();
  }
}
