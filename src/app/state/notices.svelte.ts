export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const SHOWN_MS = 8000;

/** Short messages that something was done, each with a way to undo it where there is one. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #last = 0;

  say(text: string, action: Notice['action'] = null): void {
    const id = ++this.#last;
    this.list = [...this.list, { id, text, action }];
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}
