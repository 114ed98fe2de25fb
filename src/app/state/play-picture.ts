import type { Comparison } from '../../core/evaluation.ts';
import type { Player, PlayMark, PlayOpening, PlayStep } from '../../../workers/play/contract.ts';

/** Who answers, the one that matters most first. */
export const PLAYERS: readonly Player[] = ['champion', 'frozen', 'majority', 'no-change'];

/** Accuracy is drawn once a mean has so many rows: of fewer it says next to nothing. */
export const SETTLED_ROWS = 30;
/** More than a screen has pixels for. */
const MOST_POINTS = 1500;

/** How a player does. */
export interface Tally {
  /** The share of all rows played so far that it got right. */
  readonly soFar: number;
  /** The share of the newest rows, as the picture draws it. */
  readonly lately: number;
}

/**
 * What of a play is shown: batches come in ahead of time, and their rows are shown one by one. The picture depends on the
 * batches and on how many rows are shown, not on when.
 */
export class PlayPicture {
  /** Rows that have come, those of the first model included. */
  shown: number;
  /** Rows that could be shown. */
  available: number;
  readonly opening: PlayOpening;
  /** How many rows had come, and the accuracy of each player then: thinned evenly to some hundreds of points. */
  readonly rows: number[] = [];
  readonly accuracy: Readonly<Record<Player, number[]>> = forEachPlayer(() => []);
  marks: readonly PlayMark[] = [];
  /** Number of the version that answers as the champion. */
  championNumber = 1;
  /** The champion against the first model, as of the last batch that was shown whole. */
  lead: Comparison | null = null;
  /** The same of how much better than chance and than no change it is. */
  agreement: PlayStep['agreement'] | null = null;
  readonly #every: number;
  readonly #right = forEachPlayer(() => 0);
  readonly #lately = forEachPlayer(() => 0);
  #steps: PlayStep[] = [];

  constructor(opening: PlayOpening) {
    this.opening = opening;
    this.shown = this.available = opening.firstRows;
    this.#every = Math.ceil((opening.rows - opening.firstRows) / MOST_POINTS);
  }

  /** Whether every row is shown. */
  get isOver(): boolean {
    return this.shown === this.opening.rows;
  }

  /** Batches that are not shown whole. */
  get ahead(): number {
    return this.#steps.length;
  }

  add(step: PlayStep): void {
    this.#steps.push(step);
    this.available = step.from + step.rows;
  }

  /** Shows rows up to this many, as far as they are there. */
  show(upTo: number): void {
    const goal = Math.min(upTo, this.available);
    while (this.shown < goal) {
      const step = this.#steps[0]!;
      const end = step.from + step.rows;
      this.championNumber = step.championNumber;
      for (let row = this.shown; row < Math.min(goal, end); row++) this.#showRow(step, row);
      this.shown = Math.min(goal, end);
      if (this.shown === end) this.#close(step);
    }
  }

  /** The end of the batch that the next row belongs to; where none is there, of what is. */
  get nextEnd(): number {
    const step = this.#steps[0];
    return step ? step.from + step.rows : this.available;
  }

  /** The last end of a batch at or before this many rows. */
  endBefore(rows: number): number {
    let end = this.#steps[0]?.from ?? this.available;
    for (const step of this.#steps) if (step.from + step.rows <= rows) end = step.from + step.rows;
    return Math.max(this.shown, end);
  }

  /** Null before the first row. */
  tally(player: Player): Tally | null {
    const played = this.shown - this.opening.firstRows;
    if (played === 0) return null;
    return { soFar: this.#right[player] / played, lately: this.#lately[player] };
  }

  #showRow({ from, right, accuracy }: PlayStep, row: number): void {
    const at = row - from;
    const played = row + 1 - this.opening.firstRows;
    const isDrawn = played >= SETTLED_ROWS && (played % this.#every === 0 || row === this.opening.rows - 1);
    if (isDrawn) this.rows.push(row + 1);
    for (const player of PLAYERS) {
      this.#right[player] += right[player][at]!;
      this.#lately[player] = accuracy[player][at]!;
      if (isDrawn) this.accuracy[player].push(accuracy[player][at]!);
    }
  }

  #close(step: PlayStep): void {
    this.lead = step.lead;
    this.agreement = step.agreement;
    this.marks = [...this.marks, ...step.marks];
    this.#steps = this.#steps.slice(1);
  }
}

function forEachPlayer<T>(make: () => T): Record<Player, T> {
  return { champion: make(), frozen: make(), majority: make(), 'no-change': make() };
}
