import { drawnColumns } from './column-window.ts';
import {
  AT_TOP,
  mostDrawn,
  ROW_HEIGHT,
  type Position,
  positionAt,
  rowWindow,
  scrolledTo,
} from './row-window.ts';

/** What is scrolled: its extent may change while it is shown. */
export interface Scrolled {
  readonly rows: number;
  readonly columns: number;
  /** At least, in pixels. */
  readonly columnWidth: number;
  /** Of the row numbers at the left edge, in pixels. */
  readonly indexWidth: number;
  /** The column that stays in sight; -1: none. */
  readonly marked: number;
}

/**
 * Where a large table is scrolled to, by bar, wheel, key or number, and which of its rows and columns are to be drawn there.
 * The sizes and the scrolled element are bound by the component that draws.
 */
export class TableScroll {
  element = $state<HTMLElement>();
  viewHeight = $state(600);
  viewWidth = $state(1000);
  headHeight = $state(0);
  /** The column in whose head the focus is: it stays drawn, or the focus would be lost. */
  focused = $state(-1);
  /** The row that was asked for by its number, counted from 1. */
  found = $state<number | null>(null);
  #position = $state.raw<Position>(AT_TOP);
  #left = $state(0);
  readonly #extent: () => Scrolled;

  readonly #room = $derived(Math.max(ROW_HEIGHT, this.viewHeight - this.headHeight));
  readonly #sideRoom = $derived.by(() =>
    Math.max(this.#extent().columnWidth, this.viewWidth - this.#extent().indexWidth),
  );
  /** Of each column, in pixels. */
  readonly width = $derived.by(() =>
    Math.max(this.#extent().columnWidth, this.#sideRoom / Math.max(1, this.#extent().columns)),
  );
  /** The rows to be drawn, and the empty height above and below them. */
  readonly window = $derived.by(() => rowWindow(this.#position, this.#extent().rows, this.#room));
  /** At most as many rows are drawn at once: a row that leaves lends its elements to the one that comes. */
  readonly lines = $derived(mostDrawn(this.#room));
  /** The columns to be drawn. */
  readonly across = $derived.by(() =>
    drawnColumns(this.#extent().columns, this.#left, this.width, this.#sideRoom, [
      this.#extent().marked,
      this.focused,
    ]),
  );
  /** How many columns are left out after the last one that is drawn. */
  readonly skippedAfter = $derived.by(() => this.#extent().columns - 1 - (this.across.at(-1)?.index ?? -1));
  /** The first and the last row in sight, counted from 1. */
  readonly topmost = $derived.by(() =>
    Math.min(this.#extent().rows, Math.floor(this.#position.offset / ROW_HEIGHT) + 1),
  );
  readonly lowest = $derived.by(() =>
    Math.max(
      this.topmost,
      Math.min(this.#extent().rows, Math.floor((this.#position.offset + this.#room) / ROW_HEIGHT)),
    ),
  );

  constructor(extent: () => Scrolled) {
    this.#extent = extent;
  }

  /** After each scroll of the element. */
  follow(): void {
    const { element } = this;
    if (!element) return;
    if (element.scrollLeft !== this.#left) this.#left = element.scrollLeft;
    if (element.scrollTop !== this.#position.scrollTop)
      this.#place(scrolledTo(element.scrollTop, this.#position, this.#extent().rows, this.#room));
  }

  /** After a scroll of many pixels the bar goes where it belongs for the rows in sight. */
  settle(): void {
    this.#goTo(this.#position.offset);
  }

  /** Counted from 1. */
  showRow(row: number): void {
    this.found = row;
    this.#goTo((row - 1) * ROW_HEIGHT);
  }

  /** Counted from 0. */
  showColumn(index: number): void {
    if (this.element) this.element.scrollLeft = index * this.width;
  }

  /** The keys of a table: pages and ends, which a browser would take too far where the bar stands for more rows than pixels. */
  press(event: KeyboardEvent): void {
    const { element } = this;
    if (!element || event.target !== element || event.shiftKey) return;
    const isFar = event.ctrlKey || event.metaKey;
    const page = Math.max(ROW_HEIGHT, this.#room - ROW_HEIGHT);
    const { offset } = this.#position;
    if (event.altKey && event.key === 'PageDown') element.scrollLeft += this.#sideRoom;
    else if (event.altKey && event.key === 'PageUp') element.scrollLeft -= this.#sideRoom;
    else if (event.altKey) return;
    else if (event.key === 'PageDown') this.#goTo(offset + page);
    else if (event.key === 'PageUp') this.#goTo(offset - page);
    else if (event.key === 'Home') {
      this.#goTo(0);
      if (isFar) element.scrollLeft = 0;
    } else if (event.key === 'End') {
      this.#goTo(this.#extent().rows * ROW_HEIGHT);
      if (isFar) element.scrollLeft = element.scrollWidth;
    } else return;
    event.preventDefault();
  }

  #goTo(offset: number): void {
    this.#place(positionAt(offset, this.#extent().rows, this.#room));
  }

  /** Moves the bar where it is not there already, which browsers do to a fraction of a pixel. */
  #place({ scrollTop, offset }: Position): void {
    if (!this.element) return;
    if (Math.abs(this.element.scrollTop - scrollTop) >= 1) this.element.scrollTop = scrollTop;
    this.#position = { scrollTop: this.element.scrollTop, offset };
  }
}
