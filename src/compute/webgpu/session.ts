import type { DenseSession, DenseState, DenseTraining } from '../../core/dense.ts';
import { acceptGradient, acceptTraining, closedError } from '../accept.ts';
import { ringSteps, type SessionBuffers } from './buffers.ts';
import type { BufferName } from './kernels.ts';
import type { LiveDevice } from './live-device.ts';
import { slot, type Plan } from './plan.ts';
import { endingOf, writeStep, type Ending, type Step } from './step.ts';

/** Multiply-adds of one submit at most: a slow graphics processor does them in some 50 ms, long before a watchdog ends it. */
const workASubmit = 4e9;

/** Where learning stands when a session begins. */
export interface Beginning {
  readonly rows: number;
  readonly count: number;
  readonly step: number;
}

/** One network in training. Calls wait for each other, for they share the buffers. */
export class WebgpuSession implements DenseSession {
  readonly #live: LiveDevice;
  readonly #plan: Plan;
  readonly #buffers: SessionBuffers;
  readonly #training: DenseTraining;
  readonly #rows: number;
  readonly #count: number;
  #step: number;
  #last: Promise<unknown> = Promise.resolve();
  #isOpen = true;

  constructor(
    live: LiveDevice,
    plan: Plan,
    buffers: SessionBuffers,
    training: DenseTraining,
    from: Beginning,
  ) {
    this.#live = live;
    this.#plan = plan;
    this.#buffers = buffers;
    this.#training = training;
    this.#rows = from.rows;
    this.#count = from.count;
    this.#step = from.step;
  }

  async train(rows: Uint32Array<ArrayBuffer>, batchSize: number, learningRate: number): Promise<number> {
    this.#check();
    acceptTraining(rows, this.#rows, batchSize);
    if (rows.length === 0) return 0;
    return this.#inTurn(async () => {
      const steps: Step[] = [];
      for (let start = 0; start < rows.length; start += batchSize) {
        const length = Math.min(batchSize, rows.length - start);
        steps.push({ start, rows: length, learningRate, number: this.#step + steps.length + 1 });
      }
      const [losses] = await this.#compute(rows, steps, endingOf(this.#training), ['losses']);
      this.#step += steps.length;
      return sumOf(losses!) / rows.length;
    });
  }

  async gradient(
    rows: Uint32Array<ArrayBuffer>,
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array<ArrayBuffer> }> {
    this.#check();
    acceptGradient(rows, this.#rows);
    return this.#inTurn(async () => {
      const whole: Step = { start: 0, rows: rows.length, learningRate: 0, number: 1 };
      const [losses, gradient] = await this.#compute(rows, [whole], ['gradient'], ['losses', 'gradient']);
      return { loss: sumOf(losses!) / rows.length, gradient: gradient! };
    });
  }

  async state(): Promise<DenseState> {
    this.#check();
    return this.#inTurn(async () => {
      const [parameters, firstMoment, secondMoment] = await this.#read([
        'parameters',
        'firstMoment',
        'secondMoment',
      ]);
      return {
        parameters: parameters!,
        firstMoment: firstMoment!,
        secondMoment: secondMoment!,
        step: this.#step,
      };
    });
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const free = () => this.#buffers.destroy();
    void this.#last.then(free, free);
  }

  #check(): void {
    if (!this.#isOpen) throw closedError();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = () => this.#live.run(work);
    const result = this.#last.then(turn, turn);
    this.#last = result;
    return result;
  }

  /** Takes the steps, two submits on their way at most: a queue that grows costs more at each step. */
  async #compute(
    rows: Uint32Array<ArrayBuffer>,
    steps: readonly Step[],
    ending: Ending,
    results: readonly BufferName[],
  ): Promise<readonly Float32Array<ArrayBuffer>[]> {
    const largest = steps[0]!.rows;
    this.#live.queue((device) => {
      this.#buffers.take(rows, largest);
      const encoder = device.createCommandEncoder();
      encoder.clearBuffer(this.#buffers.get('losses'));
      device.queue.submit([encoder.finish()]);
    });
    const stepsASubmit = Math.min(
      ringSteps,
      Math.max(1, Math.floor(workASubmit / (this.#plan.work * largest))),
    );
    let before: Promise<unknown> = Promise.resolve();
    for (let from = 0; from < steps.length; from += stepsASubmit) {
      this.#check();
      this.#live.queue((device) => this.#submit(device, steps.slice(from, from + stepsASubmit), ending));
      const done = this.#live.device.queue.onSubmittedWorkDone();
      await before;
      before = done;
    }
    return this.#read(results);
  }

  #submit(device: GPUDevice, steps: readonly Step[], ending: Ending): void {
    const uniforms = new DataView(new ArrayBuffer(steps.length * slot));
    const groups = this.#buffers.groups();
    const isTraining = ending.at(-1) !== 'gradient';
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const [index, step] of steps.entries()) {
      writeStep(uniforms, index * slot, step, this.#buffers.capacity, this.#training, isTraining);
      for (const { kernel, layer, x, y } of this.#plan.dispatches(step.rows, ending)) {
        pass.setPipeline(this.#live.pipeline(kernel).pipeline);
        pass.setBindGroup(0, groups.get(kernel), [index * slot, layer * slot]);
        pass.dispatchWorkgroups(x, y);
      }
    }
    pass.end();
    device.queue.writeBuffer(this.#buffers.ring, 0, uniforms);
    device.queue.submit([encoder.finish()]);
  }

  /** Copies of what stands in buffers once all that was submitted is done. */
  async #read(names: readonly BufferName[]): Promise<readonly Float32Array<ArrayBuffer>[]> {
    const lengths = names.map((name) => (name === 'losses' ? this.#buffers.capacity : this.#count));
    const size = 4 * lengths.reduce((sum, length) => sum + length, 0);
    const { MAP_READ, COPY_DST } = GPUBufferUsage;
    const { staging, mapped } = this.#live.queue((device) => {
      const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
      const encoder = device.createCommandEncoder();
      let at = 0;
      for (const [index, name] of names.entries()) {
        encoder.copyBufferToBuffer(this.#buffers.get(name), 0, staging, at, 4 * lengths[index]!);
        at += 4 * lengths[index]!;
      }
      device.queue.submit([encoder.finish()]);
      return { staging, mapped: staging.mapAsync(GPUMapMode.READ) };
    });
    await mapped;
    const values = new Float32Array(staging.getMappedRange().slice(0));
    staging.destroy();
    let at = 0;
    return lengths.map((length) => values.slice(at, (at += length)));
  }
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
