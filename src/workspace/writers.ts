import { PerennialError } from '../core/errors.ts';
import type { Id } from '../core/ids.ts';

/**
 * Which of several tabs writes to a project. One does at a time: where this tab does not, another one does, and this one
 * follows. Who has a project open and follows stands in line, and writes as soon as the one before lets go or dies.
 */
export interface Writers {
  /** The name of this tab, which its news bear. */
  readonly tab: string;
  /** Opens this project here, or none, and leaves the one before. Resolves to whether this tab writes to it. */
  open(projectId: Id | null): Promise<boolean>;
  isWriter(projectId: Id): boolean;
  /**
   * Asks whoever writes to the project to stop, and becomes its writer once he has written down what he does; one who does
   * not answer loses it all the same.
   */
  takeOver(projectId: Id): Promise<void>;
  /**
   * Does work that writes to the project. Throws `followed` where another tab is its writer. The signal is aborted, with
   * `taken-over` as its reason, when this tab must stop.
   */
  write<T>(projectId: Id, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** Why this tab does not write to a project. */
export function followed(): PerennialError {
  return new PerennialError(
    'followed',
    'another tab is working on this project, and this one only follows it: take over here, or go on in that tab',
    { stage: 'workspace' },
  );
}

/** Why work is stopped that is kept for another tab to go on with. */
export function takenOver(): PerennialError {
  return new PerennialError(
    'taken-over',
    'another tab has taken this project over: what was written down of this work can go on there',
    { stage: 'workspace' },
  );
}
