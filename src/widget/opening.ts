import { PerennialError } from '../core/errors.ts';
import type { Keeping, WidgetNews } from '../../workers/widget/contract.ts';
import { Link, type Way } from './link.ts';

/** Who hears what the house tells by itself. */
interface Hearers {
  readonly onNews: (news: WidgetNews) => void;
  /** The worker stopped after it had opened. */
  readonly onDeath: (error: PerennialError) => void;
}

/** A house that is open, and what it said first. */
interface OpenHouse<T> {
  readonly link: Link;
  readonly opened: T;
}

/** Opens a house by the first way that this page's policy does not refuse. What the house itself refuses is thrown. */
export async function openedSomewhere<T>(
  ways: readonly Way[],
  open: (link: Link) => Promise<T>,
  hearers: Hearers,
): Promise<OpenHouse<T>> {
  let refusal: unknown = new PerennialError('no-house', 'the page lets the model be opened nowhere');
  for (const way of ways)
    try {
      const house = await openedThere(way, open, hearers);
      if (house) return house;
    } catch (error) {
      // A worker of a sandboxed page is not secure, even where the page itself is; another file may carry the model.
      if (!['insecure', 'unknown-kind'].includes((error as PerennialError).code)) throw error;
      refusal = error;
    }
  throw refusal;
}

/** Null where the page's policy refuses the worker. */
async function openedThere<T>(
  way: Way,
  open: (link: Link) => Promise<T>,
  { onNews, onDeath }: Hearers,
): Promise<OpenHouse<T> | null> {
  let isOpen = false;
  let refuse: (nothing: null) => void = () => undefined;
  const refused = new Promise<null>((resolve) => (refuse = resolve));
  let link: Link;
  try {
    link = new Link(way, onNews, (error) => (isOpen ? onDeath(error) : refuse(null)));
  } catch {
    return null;
  }
  try {
    const house = await Promise.race([refused, open(link).then((opened) => ({ link, opened }))]);
    isOpen = house !== null;
    return house;
  } catch (error) {
    link.close();
    throw error;
  }
}

/** The model's file. Throws `model-file`, naming the address. */
export async function fetched(src: string): Promise<Blob> {
  const url = new URL(src, document.baseURI);
  const named = url.protocol === 'data:' ? 'the model in the page' : url.href;
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server says ${response.status}`);
    return await response.blob();
  } catch (cause) {
    throw new PerennialError(
      'model-file',
      `${named} cannot be fetched (${(cause as Error).message}); check src, and that the page's policy allows it in connect-src`,
      { cause },
    );
  }
}

/** What is told to whoever asks an element without a model. */
export function noModel(): PerennialError {
  return new PerennialError(
    'not-ready',
    'there is no model: set src or model, and put the element into the page',
  );
}

/** What the person is told where nothing is kept. */
export function notKept(keeping: Keeping): PerennialError {
  return new PerennialError('not-kept', `what is learnt here is not kept (${keeping})`, {
    details: { keeping },
  });
}
