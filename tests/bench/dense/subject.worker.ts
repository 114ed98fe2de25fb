import { expose } from 'comlink';
import type { DenseForward } from '../../../src/core/dense.ts';
import { Random } from '../../../src/core/random.ts';
import { link, plainAdam } from '../../../src/math/dense.ts';
import { describeGpu, type GpuMachine } from './gpu/machine.ts';
import { measureGpu, type GpuMeasured } from './gpu/measure.ts';
import { openSubject } from './open-subject.ts';
import type { Regret } from './probe.ts';
import type { GpuSubjectName, Subject, SubjectName } from './subject.ts';
import { learningRate, problemOf, type GpuWorkloadName, type WorkloadName } from './workloads.ts';

// One implementation a worker, so that none is slowed by what another leaves behind.
let subject: Subject | null = null;
let served: ((row: Float32Array<ArrayBuffer>) => Float32Array) | null = null;

const remote = {
  /** Makes the subject ready and takes its first pass: its mean loss, and the ms of it all, its code's loading included. */
  async open(
    name: SubjectName,
    workload: WorkloadName,
  ): Promise<{ readonly loss: number | null; readonly ms: number }> {
    const problem = problemOf(workload);
    const begin = performance.now();
    subject = await openSubject(name, problem);
    const loss = await subject.pass();
    return { loss, ms: performance.now() - begin };
  },

  /** Passes for about so long; how much work a second. */
  async run(leastMs: number): Promise<number> {
    const running = subject!;
    const begin = performance.now();
    let passes = 0;
    let ms: number;
    do {
      await running.pass();
      passes++;
      ms = performance.now() - begin;
    } while (ms < leastMs);
    return (passes * running.work * 1_000) / ms;
  },

  /** The ms of updates, one after the other: a network opened, five passes, its state read. */
  async updates(count: number): Promise<number[]> {
    const { openWasmEngine } = await import('../../../src/compute/wasm/engine.ts');
    const { shape, data, state, order, batchSize } = problemOf('update');
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const begin = performance.now();
      const session = await (await openWasmEngine()).open(shape, plainAdam, data, state);
      for (let epoch = 0; epoch < 5; epoch++) await session.train(order, batchSize, learningRate);
      await session.state();
      session.close();
      times.push(performance.now() - begin);
    }
    return times;
  },

  /** The seconds of predictions of so many rows, one after the other: from rows to probabilities. */
  async predictions(rows: number, count: number): Promise<number[]> {
    const forward = await openForward();
    const { shape, data, state } = problemOf('small');
    const x = new Float32Array(rows * shape.inputs);
    for (let at = 0; at < x.length; at += data.x.length) x.set(data.x.subarray(0, x.length - at), at);
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const begin = performance.now();
      link(shape, forward(shape, state.parameters, x, rows));
      times.push((performance.now() - begin) / 1_000);
    }
    return times;
  },

  /**
   * Microseconds a row of an online logistic regression, predicted and then learnt, in passes over some rows: one by one (which
   * predicts twice), or handed over together.
   */
  async online(kind: 'plain' | 'wasm', by: 'row' | 'rows', inputs: number, count: number): Promise<number[]> {
    const { OnlineLinear } = await import('../../../src/math/online-linear.ts');
    const { openOnlineLinear } = await import('../../../src/compute/wasm/online-linear.ts');
    const random = new Random(1);
    const rows = 20_000;
    const x = Float32Array.from({ length: rows * inputs }, () => random.normal());
    const y = Float32Array.from({ length: rows }, (_, row) => (x[row * inputs]! > 0 ? 1 : 0));
    const model =
      kind === 'wasm' ? await openOnlineLinear(inputs, 'sigmoid') : new OnlineLinear(inputs, 'sigmoid');
    if (kind === 'wasm' && model instanceof OnlineLinear) throw new Error('wasm does not run here');
    const times: number[] = [];
    for (let pass = 0; pass < count; pass++) {
      const answers = new Float64Array(rows);
      const begin = performance.now();
      if (by === 'rows') answers.set(model.learnRows(x, y, 0.01, null));
      else
        for (let row = 0; row < rows; row++) {
          answers[row] = model.predict(x, row * inputs);
          model.learn(x, row * inputs, y[row]!, 0.01);
        }
      times.push(((performance.now() - begin) * 1_000) / rows);
      const right = answers.filter((answer, row) => (answer >= 0.5 ? 1 : 0) === y[row]).length;
      if (pass === count - 1 && right < 0.9 * rows)
        throw new Error(`only ${right} of ${rows} rows are right`);
    }
    return times;
  },

  /** Engines measured as the app does it, in ms. */
  probeMs: async (): Promise<number> => (await import('./probe.ts')).probeMs(),

  /** What is taken for each model, beside what is fastest. */
  regrets: async (): Promise<Regret[]> => (await import('./probe.ts')).regrets(),

  /** On WebGPU: its work, counted, and on a graphics processor its speed. */
  gpu: (name: GpuSubjectName, workload: GpuWorkloadName): Promise<GpuMeasured> => measureGpu(name, workload),

  /** What stands behind WebGPU here, and what it can do at most. */
  gpuMachine: (): Promise<GpuMachine | null> => describeGpu(),

  /** Makes the network of the update ready to serve. */
  async openServing(): Promise<void> {
    const forward = await openForward();
    const { shape, state } = problemOf('update');
    served = (row) => link(shape, forward(shape, state.parameters, row, 1));
  },

  /** A row's probabilities. */
  answer: (row: Float32Array<ArrayBuffer>) => served!(row),
};
export type SubjectRemote = typeof remote;

expose(remote);

async function openForward(): Promise<DenseForward> {
  const [{ openWasmForward }, { compileKernels, kernelBuild }] = await Promise.all([
    import('../../../src/compute/wasm/forward.ts'),
    import('../../../src/compute/wasm/module.ts'),
  ]);
  await compileKernels(kernelBuild()); // Where wasm cannot run, nothing is measured in its place.
  return openWasmForward();
}
