import { pause } from '../../src/core/clock.ts';
import { PerennialError } from '../../src/core/errors.ts';
import { serve } from '../../workers/serve.ts';
import { serveJobs } from '../../workers/serve-jobs.ts';

/** Jobs that a test can steer: what a worker does wrong, or long. */
export interface EchoJobs {
  /** Answers with what it is given, after as many reports. */
  readonly echo: { readonly request: { text: string; reports: number }; readonly result: string };
  /** Ends only when it is cancelled. */
  readonly wait: { readonly request: null; readonly result: never };
  readonly fail: { readonly request: null; readonly result: never };
  /** Throws outside of any job, as a worker does that runs out of memory. */
  readonly die: { readonly request: null; readonly result: never };
  /** Says that it does, then closes its worker. */
  readonly close: { readonly request: null; readonly result: never };
  /** Says that it begins, then lets nothing in for so long. */
  readonly spin: { readonly request: { ms: number }; readonly result: string };
  /** Reports for ever, whatever it is told. */
  readonly chatter: { readonly request: null; readonly result: never };
  /** How many ports jobs were handed in this worker, and how many of them are closed. */
  readonly ports: { readonly request: null; readonly result: { handed: number; closed: number } };
  /** How many jobs were ever begun in this worker. */
  readonly count: { readonly request: null; readonly result: number };
  /** A buffer, and how long it is here once it was sent the time before. */
  readonly buffer: {
    readonly request: null;
    readonly result: { bytes: Uint8Array<ArrayBuffer>; left: number };
  };
}

let handed = 0;
let closed = 0;
addEventListener('message', ({ ports: [port] }) => {
  if (!port) return;
  handed += 1;
  port.close = () => {
    closed += 1;
    MessagePort.prototype.close.call(port);
  };
});

let begun = 0;
let kept = new Uint8Array(8);

serve(
  serveJobs<EchoJobs>(async (kind, request, context) => {
    begun += 1;
    const answers: { readonly [K in keyof EchoJobs]: () => unknown } = {
      echo() {
        const { text, reports } = request as EchoJobs['echo']['request'];
        for (let done = 1; done <= reports; done++)
          context.report({ phase: text, done, total: reports, unit: 'rows' });
        return text;
      },
      wait: () =>
        new Promise((_, reject) => {
          context.report({ phase: 'waiting', done: 0, total: 0, unit: 'rows' });
          context.signal.addEventListener('abort', () =>
            reject(new PerennialError('cancelled', 'cancelled here')),
          );
        }),
      fail() {
        throw new PerennialError('odd', 'this is odd', {
          stage: 'train',
          details: { row: 7 },
          cause: new RangeError('the root of it'),
        });
      },
      die() {
        setTimeout(() => {
          throw new Error('no memory is left');
        });
        return new Promise(() => undefined);
      },
      close() {
        self.close();
        return new Promise(() => undefined);
      },
      spin() {
        context.report({ phase: 'spinning', done: 0, total: 0, unit: 'rows' });
        const until = performance.now() + (request as EchoJobs['spin']['request']).ms;
        while (performance.now() < until);
        return 'done';
      },
      async chatter() {
        for (;;) {
          context.report({ phase: 'chattering', done: 0, total: 0, unit: 'rows' });
          await pause();
        }
      },
      ports: () => ({ handed, closed }),
      count: () => begun,
      buffer() {
        const left = kept.byteLength;
        kept = new Uint8Array(8);
        return { bytes: kept, left };
      },
    };
    return (await answers[kind]()) as never;
  }),
);
