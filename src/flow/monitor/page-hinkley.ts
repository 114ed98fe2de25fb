import type { Alarm, Detector, DetectorKind } from '../../core/detector.ts';
import type { JsonObject } from '../../core/json.ts';
import { isCount, keptNumbers, optionsUnder, refuseBeyond } from './refusals.ts';

export type PageHinkleyOptions = {
  /** Values before anything is tested. */
  readonly warmUpRows: number;
  /** Deviations from the mean up to this much, in the values' own unit, do not count (the paper's delta). */
  readonly tolerance: number;
  /** How far the sum of deviations may stray, in the values' own unit times rows (the paper's lambda). */
  readonly threshold: number;
  /** The share of the sum that is left after a row: what was long ago is forgotten. */
  readonly fading: number;
  /** Whether a fall of the mean is a drift as well as a rise. */
  readonly isTwoSided: boolean;
};

const TITLE = 'Page-Hinkley';
const STATE = ['count', 'mean', 'rise', 'lowestRise', 'fall', 'highestFall'] as const;
type State = Record<(typeof STATE)[number], number>;

const empty = (): State => ({ count: 0, mean: 0, rise: 0, lowestRise: 0, fall: 0, highestFall: 0 });

/**
 * The Page-Hinkley test: has the sum of the values' deviations from their mean so far strayed from its lowest?
 *
 * With every value x the sum becomes `fading * sum + (x - mean - tolerance)`; it is a drift where it exceeds the lowest
 * that it has been by the threshold. For a fall the same with `+ tolerance`, below the highest. There are no warnings.
 *
 * Values may be any finite numbers, and the threshold is in their unit: 50 is 50 errors more than the mean foretold, so
 * that a small rise takes long, and a loss of another scale needs another threshold. It rarely alarms in vain:
 * once in 300,000 rows of 0/1 errors.
 *
 * Page names no values for the parameters; defaults are those of MOA and River (tolerance .005, threshold 50, fading
 * .9999, from 30 values on), rises only, since a model that errs less needs no help.
 *
 * Source: Page, "Continuous inspection schemes", Biometrika 41, 1954; Hinkley, "Inference about the change-point from
 * cumulative sum tests", Biometrika 58, 1971.
 *
 * @example
 * const detector = pageHinkley.create(pageHinkley.defaults);
 * const errs = (row: number) => (row < 1000 ? Number(row % 5 === 0) : Number(row % 5 < 3));
 * let row = 0;
 * while (detector.update(errs(row)) !== 'drift') row++;
 * row // 1132
 */
export const pageHinkley: DetectorKind<PageHinkleyOptions> = {
  kind: 'page-hinkley',
  title: TITLE,
  summary: 'Sums how far the values are from their mean, and alarms where the sum strays.',
  source:
    'Page, "Continuous inspection schemes", Biometrika 41, 1954; Hinkley, "Inference about the change-point from cumulative sum tests", Biometrika 58, 1971',
  defaults: { warmUpRows: 30, tolerance: 0.005, threshold: 50, fading: 0.9999, isTwoSided: false },
  create: (options) => new PageHinkley(checked(options), empty()),
  load: (options, saved) => new PageHinkley(checked(options), { ...keptNumbers(TITLE, saved, STATE) }),
};

class PageHinkley implements Detector {
  readonly #options: PageHinkleyOptions;
  #state: State;

  constructor(options: PageHinkleyOptions, state: State) {
    this.#options = options;
    this.#state = state;
  }

  update(value: number): Alarm {
    refuseBeyond('numbers', TITLE, value);
    const { warmUpRows, tolerance, threshold, fading, isTwoSided } = this.#options;
    const state = this.#state;
    state.count++;
    state.mean += (1 / state.count) * (value - state.mean);
    const deviation = value - state.mean;
    state.rise = fading * state.rise + deviation - tolerance;
    state.fall = fading * state.fall + deviation + tolerance;
    if (state.rise < state.lowestRise) state.lowestRise = state.rise;
    if (state.fall > state.highestFall) state.highestFall = state.fall;
    if (state.count < warmUpRows) return 'stable';
    const strayed = Math.max(state.rise - state.lowestRise, isTwoSided ? state.highestFall - state.fall : 0);
    if (strayed <= threshold) return 'stable';
    this.#state = empty();
    return 'drift';
  }

  save(): JsonObject {
    return { ...this.#state };
  }
}

function checked(options: PageHinkleyOptions): PageHinkleyOptions {
  const { warmUpRows, tolerance, threshold, fading } = options;
  const isKept =
    isCount(warmUpRows, 1) &&
    tolerance >= 0 &&
    tolerance < Infinity &&
    threshold > 0 &&
    threshold < Infinity &&
    fading > 0 &&
    fading <= 1;
  return optionsUnder(
    TITLE,
    'warmUpRows >= 1, tolerance >= 0, threshold > 0 and 0 < fading <= 1',
    options,
    isKept,
  );
}
