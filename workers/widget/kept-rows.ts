import type { Cell, CellsByName, LabelOrigin } from '../../src/core/feedback.ts';

/** What a prediction should have said. */
export interface Label {
  readonly label: string | number | boolean;
  readonly origin: LabelOrigin;
}

/** A row that was predicted, or handed over with its label: it waits for one, or to be learnt. */
export interface KeptRow {
  readonly cells: CellsByName;
  /** Drawn at random to be asked for its label. */
  readonly audit: boolean;
  readonly label: Label | null;
}

/** A row that was handed over with its label. */
export function labelled(cells: CellsByName, label: Cell, origin: LabelOrigin): KeptRow {
  return { cells, audit: false, label: { label: label!, origin } };
}

const PREFIX = 'row:';

export type Change = readonly [name: string, value: unknown];

/** The rows that are kept, oldest first, and no more of them than is allowed. */
export class KeptRows {
  readonly #rows = new Map<string, KeptRow>();
  /** The letters of each as JSON. */
  readonly #sizes = new Map<string, number>();
  bytes = 0;

  constructor(stored: readonly Change[]) {
    for (const [name, value] of stored)
      if (name.startsWith(PREFIX)) this.put(name.slice(PREFIX.length), value as KeptRow);
  }

  get(id: string): KeptRow | undefined {
    return this.#rows.get(id);
  }

  /** Those that have a label, oldest first. */
  waiting(): readonly (readonly [id: string, row: KeptRow & { readonly label: Label }])[] {
    return [...this.#rows].filter(
      (entry): entry is [string, KeptRow & { label: Label }] => entry[1].label !== null,
    );
  }

  /** Ids sort in the order of their making. */
  put(id: string, row: KeptRow): Change {
    this.#count(id, JSON.stringify(row).length);
    this.#rows.set(id, row);
    return [PREFIX + id, row];
  }

  remove(ids: Iterable<string>): readonly Change[] {
    return [...ids].map((id) => {
      this.#count(id, 0);
      this.#rows.delete(id);
      return [PREFIX + id, undefined];
    });
  }

  clear(): readonly Change[] {
    return this.remove([...this.#rows.keys()]);
  }

  /** The oldest go beyond so many rows or bytes: first those without a label, from which nothing can be learnt yet. */
  prune(mostRows: number, mostBytes: number): readonly Change[] {
    if (this.#rows.size <= mostRows && this.bytes <= mostBytes) return [];
    const unlabelled = [...this.#rows].filter(([, { label }]) => label === null);
    const going: string[] = [];
    let [rows, bytes] = [this.#rows.size, this.bytes];
    for (const [id] of [...unlabelled, ...this.waiting()]) {
      if (rows <= mostRows && bytes <= mostBytes) break;
      going.push(id);
      rows -= 1;
      bytes -= this.#sizes.get(id)!;
    }
    return this.remove(going);
  }

  #count(id: string, size: number): void {
    this.bytes += size - (this.#sizes.get(id) ?? 0);
    this.#sizes.set(id, size);
    if (size === 0) this.#sizes.delete(id);
  }
}
