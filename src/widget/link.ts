import { PerennialError } from '../core/errors.ts';
import { type Outcome, unwrap } from '../core/outcome.ts';
import type { Answered, Asked, Question, WidgetHouse, WidgetNews } from '../../workers/widget/contract.ts';

/** Where the house is at work. */
export type Place = 'worker' | 'page';

/** A house that a file of the widget brings, and where that file lies. */
export interface Bringer {
  readonly house: (port: MessagePort) => void;
  readonly url: string;
}

/** A way to a house: a worker, or null for the page. */
export interface Way {
  readonly house: Bringer['house'];
  readonly start: () => Worker | null;
}

/** One question that was not answered yet. */
interface Waiting {
  readonly answer: (outcome: Outcome<unknown>) => void;
  readonly refuse: (error: PerennialError) => void;
}

/**
 * The page's end of the port to its house. A worker that cannot be loaded, or throws, is told of by its error event. However
 * else it dies, the browser lets go of the lock that it held, for which the page stands in line; where locks are refused, no
 * worker is used, since nothing would tell that it is gone.
 */
export class Link {
  readonly place: Place;
  readonly #port: MessagePort;
  readonly #worker: Worker | null;
  readonly #onDeath: (error: PerennialError) => void;
  /** Settles once its death would be noticed: before that it is asked nothing. */
  readonly #watched: Promise<void> | null;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  /** Why nothing is answered any more. */
  #gone: PerennialError | null = null;

  constructor(
    { house, start }: Way,
    onNews: (news: WidgetNews) => void,
    onDeath: (error: PerennialError) => void,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#onDeath = onDeath;
    this.#worker = start();
    this.place = this.#worker ? 'worker' : 'page';
    port1.onmessage = ({ data }: MessageEvent<Answered>) => {
      if ('news' in data) return onNews(data.news);
      this.#waiting.get(data.id)?.answer(data.outcome);
      this.#waiting.delete(data.id);
    };
    if (!this.#worker) {
      this.#watched = null;
      house(port2);
      return;
    }
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#die(event.message || 'it could not be loaded');
    };
    this.#worker.postMessage(port2, [port2]);
    this.#watched = this.#watch();
  }

  async ask<Q extends keyof WidgetHouse>(
    question: Q,
    ...args: Parameters<WidgetHouse[Q]>
  ): Promise<Awaited<ReturnType<WidgetHouse[Q]>>> {
    await this.#watched;
    return (await this.#send(question, args)) as Awaited<ReturnType<WidgetHouse[Q]>>;
  }

  /** Leaves the house; what was asked and not answered yet is rejected. */
  close(why = left()): void {
    if (this.#gone) return;
    this.#gone = why;
    this.#port.postMessage({ question: 'close' } satisfies Asked);
    this.#worker?.terminate();
    for (const { refuse } of this.#waiting.values()) refuse(why);
  }

  async #send(question: Question, args: readonly unknown[]): Promise<unknown> {
    if (this.#gone) throw this.#gone;
    const id = ++this.#asked;
    const outcome = new Promise<Outcome<unknown>>((answer, refuse) =>
      this.#waiting.set(id, { answer, refuse }),
    );
    this.#port.postMessage({ id, question, args } satisfies Asked);
    return unwrap(await outcome);
  }

  async #watch(): Promise<void> {
    try {
      const name = (await this.#send('life', [])) as string;
      navigator.locks
        .request(name, () => this.#die('it was ended, or ran out of memory'))
        .catch((error: unknown) => this.#die(String(error)));
    } catch (error) {
      this.#die(String(error));
    }
  }

  #die(reason: string): void {
    if (this.#gone) return;
    const died = new PerennialError(
      'worker-died',
      `the widget's worker stopped: ${reason}; it is started again from what was kept: ask once more`,
    );
    this.close(died);
    this.#onDeath(died);
  }
}

/** What is told to whoever still waits when the house is left. */
export function left(): PerennialError {
  return new PerennialError('left', 'the element was taken away, or given another model, before it answered');
}

/**
 * The ways to each house, the best first: the file that the embedder names, a worker from the text of a module, the module's
 * own file where it is of this site, and the page itself, which always works.
 *
 * @param isOnPage nowhere but there
 */
export function waysToStart(
  workerSrc: string | null,
  bringers: readonly Bringer[],
  isOnPage: boolean,
): readonly Way[] {
  const onPage = bringers.map(({ house }) => ({ house, start: () => null }));
  if (isOnPage) return onPage;
  const file = (url: string) => () => new Worker(url, { type: 'module' });
  const fromText = (house: Bringer['house']) => () => {
    const script = `onmessage=({data})=>(${String(house)})(data)`;
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    try {
      return new Worker(url);
    } finally {
      // The fetch of the worker's script has begun: it keeps what it needs.
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    }
  };
  const isOfThisSite = (url: string) => {
    const { origin, pathname } = new URL(url);
    return origin === location.origin && pathname.endsWith('.js');
  };
  const { house } = bringers[0]!;
  return [
    ...(workerSrc === null ? [] : [{ house, start: file(new URL(workerSrc, document.baseURI).href) }]),
    ...bringers.map(({ house }) => ({ house, start: fromText(house) })),
    ...bringers.filter(({ url }) => isOfThisSite(url)).map(({ house, url }) => ({ house, start: file(url) })),
    ...onPage,
  ];
}
