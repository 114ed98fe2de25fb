import type { PerennialError } from '../core/errors.ts';
import type { CellsByName } from '../core/feedback.ts';
import type { Learned, ModelFacts, WidgetPrediction, WidgetState } from '../../workers/widget/contract.ts';
import type { Place } from './link.ts';

/** What the element tells, by the names of its events: the type of each `detail`. They bubble, and leave a shadow tree. */
export interface PerennialModelEvents {
  /** A model is there and answers. */
  readonly ready: { readonly facts: ModelFacts; readonly state: WidgetState; readonly place: Place };
  readonly prediction: {
    readonly rows: readonly CellsByName[];
    readonly predictions: readonly WidgetPrediction[];
  };
  /** A batch of labels was learnt. */
  readonly learned: Learned;
  /** Another version answers from now on. */
  readonly promoted: { readonly version: number; readonly reason: string };
  /** Something could not be done, or cannot be kept; `code` says what. */
  readonly error: PerennialError;
}
