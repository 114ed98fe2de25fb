import type { JsonObject } from './json.ts';
import type { Prediction } from './matrix.ts';

/** Makes probabilities come true: of rows that are given .7, about 7 in 10 are so. */
export interface Calibrator {
  /** Probabilities of the same rows and classes, each row's adding up to 1; the model's own stay as they are. */
  calibrate(prediction: Prediction): Prediction;
  /** All that it needs to be taken up again. */
  save(): JsonObject;
}

/** One kind of calibrator: how to learn one from labelled rows that the model has not learnt, and how to take one up. */
export interface CalibratorKind {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** Author, title, year. */
  readonly source: string;
  /**
   * @param y class indexes // (rows)
   * Throws `calibration` without rows, or where the classes do not fit.
   */
  fit(prediction: Prediction, y: ArrayLike<number>): Calibrator;
  /** Throws `snapshot-format` for what another kind has kept. */
  load(saved: JsonObject): Calibrator;
}
