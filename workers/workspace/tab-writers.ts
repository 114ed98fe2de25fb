import { openNews } from '../../src/bridge/news.ts';
import type { Id } from '../../src/core/ids.ts';
import type { StoredRecord } from '../../src/core/records.ts';
import type { Change } from '../../src/core/store.ts';
import { followed, takenOver, type Writers } from '../../src/workspace/writers.ts';
import type { TabNews } from './contract.ts';
import { ProjectLock } from './project-lock.ts';

/** How long whoever writes may take to write down its work: cancelling takes a tenth of a second, a commit rarely more. */
const HAND_OVER_MS = 3000;

/** What this tab does in one project. */
interface Presence {
  readonly lock: ProjectLock;
  /** The work under way here that writes, and what is about to begin. */
  readonly works: Set<Promise<unknown>>;
  /** Stops the work under way here. */
  stop: AbortController;
  isOpen: boolean;
  /** Another tab was promised the project: nothing new begins. */
  isYielding: boolean;
}

/** Decides by Web Locks which tab writes to a project, and tells the other tabs what this one has done. */
export class TabWriters implements Writers {
  readonly tab = crypto.randomUUID();
  readonly #projects = new Map<Id, Presence>();
  readonly #handOverMs: number;
  readonly #news = openNews((news) => this.#hear(news));
  readonly #answered = new Map<Id, () => void>();

  constructor(handOverMs = HAND_OVER_MS) {
    this.#handOverMs = handOverMs;
  }

  async open(projectId: Id | null): Promise<boolean> {
    for (const [id, presence] of this.#projects) {
      if (id === projectId) continue;
      presence.isOpen = false;
      this.#leaveUnneeded(presence);
    }
    if (projectId === null) return true;
    const presence = this.#presence(projectId);
    presence.isOpen = true;
    const isWriter = await presence.lock.claim();
    if (!presence.isOpen) this.#leaveUnneeded(presence);
    else if (!isWriter) presence.lock.standInLine();
    return isWriter && !presence.isYielding;
  }

  isWriter(projectId: Id): boolean {
    const presence = this.#projects.get(projectId);
    return presence !== undefined && presence.lock.isHeld && !presence.isYielding;
  }

  async takeOver(projectId: Id): Promise<void> {
    const presence = this.#presence(projectId);
    presence.isOpen = true;
    if (await presence.lock.claim()) return;
    await this.#askForIt(projectId);
    await presence.lock.steal();
    this.#tellRole(projectId, true);
  }

  async write<T>(projectId: Id, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const presence = this.#presence(projectId);
    const working = this.#asWriter(presence, work);
    presence.works.add(working);
    try {
      return await working;
    } finally {
      presence.works.delete(working);
      this.#leaveUnneeded(presence);
    }
  }

  async #asWriter<T>(presence: Presence, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = presence.stop;
    if (presence.isYielding || !(await presence.lock.claim())) throw followed();
    return work(signal);
  }

  /** Tells the other tabs of which projects something was kept. */
  tellCommit(changes: readonly Change[]): void {
    const records = changes.flatMap((change): Pick<StoredRecord, 'projectId' | 'kind'>[] => {
      if ('addEvents' in change) return [{ kind: 'event', projectId: change.addEvents.projectId }];
      return 'put' in change ? [change.put] : 'add' in change ? [change.add] : [];
    });
    const removed = changes.flatMap((change) => ('removeProject' in change ? [change.removeProject] : []));
    const kinds = changes.flatMap((change) => ('remove' in change ? [change.remove.kind] : []));
    this.#news.tell({
      kind: 'committed',
      tab: this.tab,
      projectIds: [...new Set([...records.map(({ projectId }) => projectId), ...removed])],
      records: [...new Set([...records.map(({ kind }) => kind), ...kinds])],
    });
  }

  #presence(projectId: Id): Presence {
    const known = this.#projects.get(projectId);
    if (known) return known;
    const lock = new ProjectLock(projectId, (isHeld) => this.#changed(projectId, isHeld));
    const presence = {
      lock,
      works: new Set<Promise<unknown>>(),
      stop: new AbortController(),
      isOpen: false,
      isYielding: false,
    };
    this.#projects.set(projectId, presence);
    return presence;
  }

  #changed(projectId: Id, isHeld: boolean): void {
    const presence = this.#presence(projectId);
    presence.isYielding = false;
    if (!isHeld) {
      this.#stop(presence);
      if (presence.isOpen) presence.lock.standInLine();
    }
    this.#tellRole(projectId, isHeld);
  }

  #stop(presence: Presence): void {
    presence.stop.abort(takenOver());
    presence.stop = new AbortController();
  }

  /** Lets go of a project that is not open here any more, once nothing of it is under way. */
  #leaveUnneeded({ isOpen, works, lock }: Presence): void {
    if (!isOpen && works.size === 0) lock.release();
  }

  #hear(news: TabNews): void {
    if (news.kind === 'handed-over' && news.to === this.tab) this.#answered.get(news.projectId)?.();
    if (news.kind === 'hand-over') void this.#handOver(news.projectId, news.tab);
  }

  /** Writes down what is under way and begins nothing new; the one who has asked takes the lock, so that nobody comes between. */
  async #handOver(projectId: Id, to: string): Promise<void> {
    const presence = this.#projects.get(projectId);
    if (!presence?.lock.isHeld) return;
    presence.isYielding = true;
    this.#stop(presence);
    await Promise.allSettled(presence.works);
    this.#news.tell({ kind: 'handed-over', tab: this.tab, projectId, to });
    // Where it was never taken, because who has asked is gone, it stays here.
    setTimeout(() => (presence.isYielding = false), this.#handOverMs);
  }

  async #askForIt(projectId: Id): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#answered.set(projectId, resolve);
      this.#news.tell({ kind: 'hand-over', tab: this.tab, projectId });
      setTimeout(resolve, this.#handOverMs);
    });
    this.#answered.delete(projectId);
  }

  #tellRole(projectId: Id, isWriter: boolean): void {
    this.#news.tell({ kind: 'role', tab: this.tab, projectId, isWriter });
  }
}
