import { house } from 'virtual:widget-house';
import { PerennialError } from '../core/errors.ts';
import { unwrap } from '../core/outcome.ts';
import type { Answered, Asked, WidgetHouse, WidgetNews } from '../../workers/widget/contract.ts';

/** Where the house is at work. */
export type Place = 'worker' | 'page';

/** The page's end of the port to its house. */
export class Link {
  readonly place: Place;
  readonly #port: MessagePort;
  readonly #worker: Worker | null;
  readonly #waiting = new Map<number, (answer: Extract<Answered, { outcome: unknown }>['outcome']) => void>();
  #asked = 0;

  constructor(
    start: () => Worker | null,
    onNews: (news: WidgetNews) => void,
    onDeath: (error: PerennialError) => void,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = start();
    this.place = this.#worker ? 'worker' : 'page';
    port1.onmessage = ({ data }: MessageEvent<Answered>) => {
      if ('news' in data) return onNews(data.news);
      this.#waiting.get(data.id)?.(data.outcome);
      this.#waiting.delete(data.id);
    };
    if (!this.#worker) {
      house(port2);
      return;
    }
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.close();
      onDeath(
        new PerennialError(
          'worker-died',
          `the widget's worker stopped: ${event.message || 'it could not be loaded'}`,
        ),
      );
    };
    this.#worker.postMessage(port2, [port2]);
  }

  async ask<Q extends keyof WidgetHouse>(
    question: Q,
    ...args: Parameters<WidgetHouse[Q]>
  ): Promise<Awaited<ReturnType<WidgetHouse[Q]>>> {
    const id = ++this.#asked;
    const outcome = new Promise<Extract<Answered, { outcome: unknown }>['outcome']>((resolve) =>
      this.#waiting.set(id, resolve),
    );
    this.#port.postMessage({ id, question, args } satisfies Asked);
    return unwrap(await outcome) as Awaited<ReturnType<WidgetHouse[Q]>>;
  }

  close(): void {
    this.#port.postMessage({ question: 'close' } satisfies Asked);
    this.#worker?.terminate();
  }
}

/**
 * The ways to a house, the best first: the file that the embedder names, a worker from the text of this module, the module's
 * own file where it is of this site, and the page itself, which always works.
 */
export function waysToStart(workerSrc: string | null): readonly (() => Worker | null)[] {
  const file = (url: string) => () => new Worker(url, { type: 'module' });
  const fromText = () => {
    const script = `onmessage=({data})=>(${String(house)})(data)`;
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    try {
      return new Worker(url);
    } finally {
      // The fetch of the worker's script has begun: it keeps what it needs.
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    }
  };
  const own = new URL(import.meta.url);
  const isOwnFile = own.origin === location.origin && own.pathname.endsWith('.js');
  return [
    ...(workerSrc === null ? [] : [file(new URL(workerSrc, document.baseURI).href)]),
    fromText,
    ...(isOwnFile ? [file(own.href)] : []),
    () => null,
  ];
}
