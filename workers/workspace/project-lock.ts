import type { Id } from '../../src/core/ids.ts';

const lockName = (projectId: Id): string => `perennial-writer:${projectId}`;

/**
 * The right to write to one project: a lock, which at most one worker of the origin holds, and which the browser frees
 * when that worker dies, however it dies.
 */
export class ProjectLock {
  readonly #name: string;
  readonly #onChange: (isHeld: boolean) => void;
  #release: (() => void) | null = null;
  #line: AbortController | null = null;
  #claiming: Promise<boolean> | null = null;
  /** Settles once the browser has been told that the lock was let go of: before, it would not be given again. */
  #over: Promise<unknown> = Promise.resolve();

  /** `onChange` is told when the lock comes to whoever stood in line, and when it is taken away. */
  constructor(projectId: Id, onChange: (isHeld: boolean) => void) {
    this.#name = lockName(projectId);
    this.#onChange = onChange;
  }

  get isHeld(): boolean {
    return this.#release !== null;
  }

  /** Takes it where it is free. Resolves to whether it is held. */
  async claim(): Promise<boolean> {
    if (this.isHeld) return true;
    this.#claiming ??= this.#over
      .then(() => this.#request({ ifAvailable: true }))
      .finally(() => (this.#claiming = null));
    return this.#claiming;
  }

  /** Takes it away from whoever holds it. */
  async steal(): Promise<void> {
    if (!this.isHeld) await this.#request({ steal: true });
    this.leaveLine();
  }

  standInLine(): void {
    if (this.isHeld || this.#line) return;
    const line = (this.#line = new AbortController());
    void this.#request({ signal: line.signal }).then((isHeld) => {
      if (this.#line === line) this.#line = null;
      if (isHeld) this.#onChange(true);
    });
  }

  leaveLine(): void {
    this.#line?.abort();
    this.#line = null;
  }

  release(): void {
    this.leaveLine();
    this.#release?.();
    this.#release = null;
  }

  /** Resolves to whether it was given. */
  #request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      let release: (() => void) | null = null;
      const held = (lock: Lock | null): Promise<void> | undefined => {
        // Whoever has left the line in the same moment wants it no more, and nobody needs it twice.
        if (!lock || options.signal?.aborted || this.isHeld) return void resolve(false);
        const until = new Promise<void>((done) => (release = done));
        this.#release = release;
        this.#over = over;
        resolve(true);
        return until;
      };
      const over = navigator.locks.request(this.#name, options, held).catch(() => {
        // The line was left, or the lock was stolen.
        resolve(false);
        if (release === null || this.#release !== release) return;
        this.#release = null;
        this.#onChange(false);
      });
      if (options.ifAvailable || options.steal) this.#over = over;
    });
  }
}
