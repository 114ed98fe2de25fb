import { openSealChannel, type SealNews } from './channel.ts';
import type { Sighting } from './verdict.ts';
import { watchViolations } from './violations.ts';

type Seen = Omit<Sighting, 'error' | 'isSettled'>;
const NOTHING: Seen = { violation: null, cancelled: null, refusal: null, hasLeft: false };

/**
 * Sees what becomes of attempts whose addresses carry a mark: violations of the policy in this realm, what the service
 * worker refuses, navigations that were cancelled. A navigation that nobody has cancelled it cancels itself: a test must
 * not cost the person their page.
 */
export class Watch {
  readonly #seen = new Map<string, Seen>();
  readonly #waiting = new Map<string, () => void>();
  readonly #channel: BroadcastChannel;
  readonly #stop: () => void;
  readonly #listening = new AbortController();

  constructor(marks: readonly string[]) {
    for (const mark of marks) this.#seen.set(mark, NOTHING);
    this.#stop = watchViolations(({ blocked, rule }) => this.#saw(blocked, { violation: rule }));
    this.#channel = openSealChannel();
    this.#channel.onmessage = ({ data }: MessageEvent<SealNews>) => {
      if (data.entry.outcome === 'refused') this.#saw(data.entry.url, { refusal: data.entry.reason });
    };
    if (typeof navigation === 'undefined') return;
    const { signal } = this.#listening;
    navigation.addEventListener('navigate', (event) => this.#navigates(event), { signal });
  }

  of(mark: string): Seen {
    return this.#seen.get(mark) ?? NOTHING;
  }

  /** Resolves once something was seen of this mark. */
  sighted(mark: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.of(mark) !== NOTHING) resolve();
      else this.#waiting.set(mark, resolve);
    });
  }

  close(): void {
    this.#stop();
    this.#channel.close();
    this.#listening.abort();
  }

  #navigates(event: NavigateEvent): void {
    const { url } = event.destination;
    if (event.defaultPrevented) this.#saw(url, { cancelled: 'Perennial has cancelled the navigation' });
    else if (this.#markIn(url) !== undefined) {
      event.preventDefault();
      this.#saw(url, { hasLeft: true });
    }
  }

  #saw(where: string, what: Partial<Seen>): void {
    const mark = this.#markIn(where);
    if (mark === undefined) return;
    this.#seen.set(mark, { ...this.of(mark), ...what });
    this.#waiting.get(mark)?.();
  }

  #markIn(where: string): string | undefined {
    return [...this.#seen.keys()].find((mark) => where.includes(mark));
  }
}
