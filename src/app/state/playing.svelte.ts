import { isCancelled, type PerennialError } from '../../core/errors.ts';
import type { Progress } from '../../core/progress.ts';
import type { PlayClient } from '../../bridge/play-client.ts';
import type { PlayRequest } from '../../../workers/play/contract.ts';
import { PlayPicture } from './play-picture.ts';
import { asProblem } from './problem.ts';

/** Rows a second; the last one is as fast as it can. */
export const SPEEDS: readonly number[] = [20, 100, 500, 2000, Infinity];
const FIRST_SPEED = 500;

/** So many batches are computed ahead of what is shown: enough to go on smoothly, few enough to stop soon. */
const MOST_AHEAD = 6;
/** A tab that was hidden goes on from where it was, not from where it would be. */
const LONGEST_FRAME_S = 0.25;

export type PlayingState = 'idle' | 'preparing' | 'running' | 'paused' | 'done' | 'failed';

/** How many rows a step is to show. */
type StepGoal = (picture: PlayPicture) => number;

/**
 * A play as a person watches it: `start` begins one, whoever draws calls `advance` with the time that has gone by, and
 * batches are fetched so that there is something to show.
 */
export class Playing {
  state = $state<PlayingState>('idle');
  progress = $state.raw<Progress | null>(null);
  problem = $state.raw<PerennialError | null>(null);
  speed = $state(FIRST_SPEED);
  picture = $state.raw<PlayPicture | null>(null);
  /** How many rows the picture shows: it changes whenever the picture does. */
  shown = $state(0);
  /** Whether the next row is still being computed. */
  isWaiting = $state(false);
  /** Whole batches appear at once, where motion is unwanted. */
  inBatches = false;
  readonly #client: Omit<PlayClient, 'selfTest'>;
  #request: PlayRequest | null = null;
  #run: AbortController | null = null;
  #isFetching = false;
  #isComplete = false;
  /** Rows that are due, with their fraction. */
  #due = 0;
  /** A step that was asked for before its rows were there. */
  #awaited: StepGoal | null = null;

  constructor(client: Omit<PlayClient, 'selfTest'>) {
    this.#client = client;
  }

  /** Begins this play, and ends the one before. */
  async start(request: PlayRequest, isPaused = false): Promise<void> {
    this.#run?.abort();
    const run = new AbortController();
    this.#run = run;
    this.#request = request;
    this.state = 'preparing';
    this.problem = null;
    this.progress = null;
    this.picture = null;
    this.#isFetching = this.#isComplete = this.isWaiting = false;
    this.#awaited = null;
    try {
      const report = (progress: Progress) => {
        if (this.#run === run) this.progress = progress;
      };
      const opening = await this.#client.open(request, report, run.signal);
      if (this.#run !== run) return;
      this.picture = new PlayPicture(opening);
      this.shown = this.#due = opening.firstRows;
      this.state = isPaused ? 'paused' : 'running';
      await this.#fetch(run);
    } catch (error) {
      this.#fail(error, run);
    }
  }

  /** The same play from its start: the same picture. */
  restart(): void {
    if (this.#request) void this.start(this.#request);
  }

  toggle(): void {
    this.#awaited = null;
    if (this.state === 'running') this.state = 'paused';
    else if (this.state === 'paused') this.state = 'running';
    else if (this.state === 'done') this.restart();
  }

  /** Shows one row more, and stands still. */
  stepRow(): void {
    this.#step((picture) => picture.shown + 1);
  }

  /** Shows the batch to its end, and stands still. */
  stepBatch(): void {
    this.#step((picture) => picture.nextEnd);
  }

  faster(by: 1 | -1): void {
    const place = SPEEDS.indexOf(this.speed) + by;
    this.speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, place))]!;
  }

  /** Shows what is due after so many more seconds. */
  advance(seconds: number): void {
    const { picture } = this;
    if (!picture || this.state !== 'running') return;
    const rows = this.speed === Infinity ? Infinity : this.speed * Math.min(seconds, LONGEST_FRAME_S);
    this.#due = Math.min(picture.available, this.#due + rows);
    const due = Math.floor(this.#due);
    this.#show(this.inBatches ? picture.endBefore(due) : due);
    this.isWaiting = this.#due >= picture.available && !picture.isOver;
  }

  /** Ends the play: nothing is shown until the next one. */
  stop(): void {
    this.#run?.abort();
    this.#run = null;
    this.#request = null;
    this.state = 'idle';
    this.problem = null;
    this.picture = null;
  }

  /** What was to be played cannot be. */
  fail(problem: PerennialError): void {
    this.stop();
    this.problem = problem;
    this.state = 'failed';
  }

  /** Ends the play and its worker. */
  close(): void {
    this.stop();
    this.#client.end();
  }

  #step(goal: StepGoal): void {
    const { picture } = this;
    if (!picture || (this.state !== 'running' && this.state !== 'paused')) return;
    this.state = 'paused';
    this.isWaiting = picture.ahead === 0;
    this.#awaited = this.isWaiting ? goal : null;
    if (this.isWaiting) return;
    this.#show(goal(picture));
    this.#due = picture.shown;
  }

  #show(upTo: number): void {
    const picture = this.picture!;
    picture.show(upTo);
    this.shown = picture.shown;
    if (picture.isOver) this.state = 'done';
    if (this.#run) void this.#fetch(this.#run);
  }

  async #fetch(run: AbortController): Promise<void> {
    if (this.#isFetching) return;
    this.#isFetching = true;
    try {
      while (this.#run === run && !this.#isComplete && this.picture && this.picture.ahead < MOST_AHEAD) {
        const step = await this.#client.next(run.signal);
        if (this.#run !== run) return;
        if (!step) this.#isComplete = true;
        else {
          this.picture.add(step);
          if (this.#awaited) this.#step(this.#awaited);
        }
      }
    } catch (error) {
      this.#fail(error, run);
    } finally {
      if (this.#run === run) this.#isFetching = false;
    }
  }

  #fail(error: unknown, run: AbortController): void {
    if (this.#run !== run || isCancelled(error)) return;
    this.problem = asProblem(error);
    this.state = 'failed';
  }
}
