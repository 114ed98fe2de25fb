import { pause } from '../../src/core/clock.ts';
import { throwIfCancelled } from '../../src/core/errors.ts';
import type { Hash } from '../../src/core/ids.ts';
import type { ComputeContext } from '../../src/workspace/compute.ts';
import { serveCompute } from '../../workers/compute/serve-compute.ts';
import { serve } from '../../workers/serve.ts';

/** What a compute job may do, one at a time. */
export interface TrialJobs {
  /** Writes what it reads backwards; how many bytes it has read, and how many are left here of what it wrote. */
  readonly reverse: {
    readonly request: { hash: Hash };
    readonly result: { read: number; left: number; hash: Hash };
  };
  /** Writes four bytes out of the middle of many; how many are left here of all. */
  readonly part: { readonly request: null; readonly result: { left: number; hash: Hash } };
  /** Counts up, with a checkpoint at every number, and closes its worker at one of them. */
  readonly count: {
    readonly request: { to: number; dieAt: number | null };
    readonly result: { from: number; numbers: number[] };
  };
  /** Asks for more memory than there is anywhere. */
  readonly allocate: { readonly request: null; readonly result: never };
  readonly lost: { readonly request: null; readonly result: ComputeContext['lost'] };
  /** Says that it begins, then lets nothing in for so long. */
  readonly spin: { readonly request: { ms: number }; readonly result: null };
  /** Goes on until it is cancelled. */
  readonly wait: { readonly request: null; readonly result: never };
}

type Trials = {
  readonly [K in keyof TrialJobs]: (
    request: TrialJobs[K]['request'],
    context: ComputeContext,
  ) => TrialJobs[K]['result'] | Promise<TrialJobs[K]['result']>;
};

const begins = { phase: 'begun', done: 0, total: 0, unit: 'rows' } as const;

const trials: Trials = {
  async reverse({ hash }, { blobs }) {
    const bytes = await blobs.read(hash);
    const read = bytes.length;
    const written = await blobs.write(bytes.reverse());
    return { read, left: bytes.length, hash: written };
  },
  async part(_, { blobs }) {
    const all = Uint8Array.from({ length: 12 }, (_, index) => index);
    const hash = await blobs.write(all.subarray(4, 8));
    return { left: all.length, hash };
  },
  async count({ to, dieAt }, { checkpoints }) {
    const numbers = [...(checkpoints.last?.tensors['numbers']?.data ?? [])];
    const from = numbers.length;
    for (let next = from; next < to; next++) {
      if (next === dieAt) {
        self.close();
        await new Promise(() => undefined);
      }
      numbers.push(next * next);
      const data = Uint32Array.from(numbers);
      await checkpoints.offer(() => ({
        kind: 'count',
        header: { next },
        tensors: { numbers: { shape: [data.length], data } },
      }));
    }
    return { from, numbers };
  },
  allocate() {
    throw new Error(`got ${new Float64Array(2 ** 45).length} numbers`);
  },
  lost: (_, { lost }) => lost,
  spin({ ms }, context) {
    context.report(begins);
    const until = performance.now() + ms;
    while (performance.now() < until);
    return null;
  },
  async wait(_, context) {
    context.report(begins);
    for (;;) {
      throwIfCancelled(context.signal);
      await pause();
    }
  },
};

serve(serveCompute<TrialJobs>(async (kind, request, context) => trials[kind](request, context), 0));
