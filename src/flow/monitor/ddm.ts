import type { Alarm, Detector, DetectorKind } from '../../core/detector.ts';
import type { JsonObject } from '../../core/json.ts';
import { isCount, keptNumbers, optionsUnder, refuseBeyond } from './refusals.ts';

export type DdmOptions = {
  /** Values before anything is tested. */
  readonly warmUpRows: number;
  /** How many deviations above its lowest level the error must be for a warning, and for a drift. */
  readonly warningDeviations: number;
  readonly driftDeviations: number;
};

const TITLE = 'DDM';
const STATE = ['count', 'mean', 'lowestMean', 'lowestDeviation'] as const;

/** A share and its deviation are below 1 and .5, so that the first that are tested are the lowest so far. */
const EMPTY: Record<(typeof STATE)[number], number> = {
  count: 0,
  mean: 0,
  lowestMean: 1,
  lowestDeviation: 1,
};

/**
 * DDM, the drift detection method: has the share of errors risen above its lowest level?
 *
 * After n values with p errors a value, s = sqrt(p (1 - p) / n). The level is p + s, and it is a warning where it exceeds
 * `p' + 2 s'`, a drift where it exceeds `p' + 3 s'`; p' and s' are those of the lowest level so far.
 *
 * The lowest of many levels is lower than the mean, so that the thresholds of 2 and 3 deviations are crossed more
 * often than a normal variable would: some .3 false alarms in 10,000 rows with .2 errors, 1.1 with .05. A model that has erred never in its first
 * rows has p' = s' = 0, and its first error is a drift. And since p is the mean of all values since the last drift, the delay
 * grows with the length of the quiet stretch. Its merit is its cost, and that it is the method to which others compare
 * themselves.
 *
 * Defaults are the paper's: 2 and 3 deviations, from 30 values on.
 *
 * Source: Gama, Medas, Castillo & Rodrigues, "Learning with drift detection", SBIA 2004.
 *
 * @example
 * const detector = ddm.create(ddm.defaults);
 * const errs = (row: number) => (row < 1000 ? Number(row % 5 === 0) : Number(row % 5 < 3));
 * let row = 0;
 * while (detector.update(errs(row)) !== 'drift') row++;
 * row // 1066
 */
export const ddm: DetectorKind<DdmOptions> = {
  kind: 'ddm',
  title: TITLE,
  summary: 'Compares the share of errors so far with the lowest that it has been, in deviations.',
  source: 'Gama, Medas, Castillo & Rodrigues, "Learning with drift detection", SBIA 2004',
  defaults: { warmUpRows: 30, warningDeviations: 2, driftDeviations: 3 },
  create: (options) => new Ddm(checked(options)),
  load: (options, saved) => new Ddm(checked(options), keptNumbers(TITLE, saved, STATE)),
};

class Ddm implements Detector {
  readonly #options: DdmOptions;
  #count: number;
  #mean: number;
  #lowestMean: number;
  #lowestDeviation: number;

  constructor(options: DdmOptions, state = EMPTY) {
    this.#options = options;
    this.#count = state.count;
    this.#mean = state.mean;
    this.#lowestMean = state.lowestMean;
    this.#lowestDeviation = state.lowestDeviation;
  }

  update(value: number): Alarm {
    refuseBeyond('bits', TITLE, value);
    const { warmUpRows, warningDeviations, driftDeviations } = this.#options;
    this.#count++;
    this.#mean += (1 / this.#count) * (value - this.#mean);
    if (this.#count <= warmUpRows) return 'stable';
    const deviation = Math.sqrt((this.#mean * (1 - this.#mean)) / this.#count);
    const level = this.#mean + deviation;
    if (level <= this.#lowestMean + this.#lowestDeviation) {
      this.#lowestMean = this.#mean;
      this.#lowestDeviation = deviation;
    }
    if (level > this.#lowestMean + driftDeviations * this.#lowestDeviation) {
      this.#begin();
      return 'drift';
    }
    return level > this.#lowestMean + warningDeviations * this.#lowestDeviation ? 'warning' : 'stable';
  }

  save(): JsonObject {
    return {
      count: this.#count,
      mean: this.#mean,
      lowestMean: this.#lowestMean,
      lowestDeviation: this.#lowestDeviation,
    };
  }

  #begin(): void {
    this.#count = EMPTY.count;
    this.#mean = EMPTY.mean;
    this.#lowestMean = EMPTY.lowestMean;
    this.#lowestDeviation = EMPTY.lowestDeviation;
  }
}

function checked(options: DdmOptions): DdmOptions {
  const { warmUpRows, warningDeviations, driftDeviations } = options;
  const isKept =
    isCount(warmUpRows, 1) &&
    warningDeviations > 0 &&
    warningDeviations <= driftDeviations &&
    driftDeviations < Infinity;
  return optionsUnder(TITLE, 'warmUpRows >= 1 and 0 < warningDeviations <= driftDeviations', options, isKept);
}
