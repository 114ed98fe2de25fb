import { expose, transfer, wrap } from 'comlink';
import { type Outcome, settle, unwrap } from '../core/outcome.ts';
import type { Progress } from '../core/progress.ts';
import { buffersIn } from './transferables.ts';

/** What a running job may ask of whoever started it; workers whose jobs need more add to it. */
export interface JobHost {
  report(progress: Progress): void | Promise<void>;
}

declare const host: unique symbol;

/** The end of a channel at whose other end this host answers. */
export type PortTo<Host> = MessagePort & { readonly [host]?: Host };

type Answer = (question: string, args: readonly unknown[]) => Promise<Outcome<unknown>>;

/** Answers a job until `close`. Errors cross as outcomes, and the buffers of answers are moved, not copied. */
export function offerHost<Host extends JobHost>(host: Host): { port: PortTo<Host>; close(): void } {
  const { port1, port2 } = new MessageChannel();
  const answer: Answer = async (question, args) => {
    const outcome = await settle(() =>
      (host[question as keyof Host] as (...args: readonly unknown[]) => unknown)(...args),
    );
    return transfer(outcome, buffersIn(outcome));
  };
  expose(answer, port1);
  return { port: port2, close: () => port1.close() };
}

/** The host at the other end: each question is a promise, and the buffers of arguments are moved, not copied. */
export function reachHost<Host extends JobHost>(port: PortTo<Host>): Host {
  const ask = wrap<Answer>(port);
  const reached = new Proxy(
    {},
    {
      get:
        (_, question) =>
        async (...args: unknown[]) =>
          unwrap(await ask(String(question), transfer(args, buffersIn(args)))),
    },
  );
  return reached as Host;
}
