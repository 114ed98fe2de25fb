import type { Alarm, Detector, DetectorKind } from '../../core/detector.ts';
import type { JsonObject } from '../../core/json.ts';
import { isCount, keptNumbers, optionsUnder, refuseBeyond } from './refusals.ts';

export type CusumOptions = {
  /** Values before anything is tested. */
  readonly warmUpRows: number;
  /** Deviations from the mean up to this much, in the values' own unit, do not count. */
  readonly tolerance: number;
  /** How large the sum of deviations may become, in the values' own unit times rows. */
  readonly threshold: number;
};

const TITLE = 'CUSUM';
const STATE = ['count', 'mean', 'sum'] as const;
type State = Record<(typeof STATE)[number], number>;

const empty = (): State => ({ count: 0, mean: 0, sum: 0 });

/**
 * The cumulative sum chart: how much more than the mean so far have the values been lately, all together?
 *
 * With every value x the sum becomes `max(0, sum + x - mean - tolerance)`, and where it exceeds the threshold the mean has
 * risen. There are no warnings, and no falls. It is the Page-Hinkley test without fading: what was long ago counts in
 * full until the sum is back at 0.
 *
 * Values may be any finite numbers, and the threshold is in their unit: 50 is 50 errors more than the mean foretold.
 *
 * Page names no values for the parameters; defaults are those of MOA and Frouros: tolerance .005, threshold 50, from 30
 * values on.
 *
 * Source: Page, "Continuous inspection schemes", Biometrika 41, 1954.
 *
 * @example
 * const detector = cusum.create(cusum.defaults);
 * const errs = (row: number) => (row < 1000 ? Number(row % 5 === 0) : Number(row % 5 < 3));
 * let row = 0;
 * while (detector.update(errs(row)) !== 'drift') row++;
 * row // 1132
 */
export const cusum: DetectorKind<CusumOptions> = {
  kind: 'cusum',
  title: TITLE,
  summary: 'Sums by how much the values exceed their mean, from 0 on, and alarms at a threshold.',
  source: 'Page, "Continuous inspection schemes", Biometrika 41, 1954',
  defaults: { warmUpRows: 30, tolerance: 0.005, threshold: 50 },
  create: (options) => new Cusum(checked(options), empty()),
  load: (options, saved) => new Cusum(checked(options), { ...keptNumbers(TITLE, saved, STATE) }),
};

class Cusum implements Detector {
  readonly #options: CusumOptions;
  #state: State;

  constructor(options: CusumOptions, state: State) {
    this.#options = options;
    this.#state = state;
  }

  update(value: number): Alarm {
    refuseBeyond('numbers', TITLE, value);
    const { warmUpRows, tolerance, threshold } = this.#options;
    const state = this.#state;
    state.count++;
    state.mean += (value - state.mean) / state.count;
    state.sum = Math.max(0, state.sum + value - state.mean - tolerance);
    if (state.count < warmUpRows || state.sum <= threshold) return 'stable';
    this.#state = empty();
    return 'drift';
  }

  save(): JsonObject {
    return { ...this.#state };
  }
}

function checked(options: CusumOptions): CusumOptions {
  const { warmUpRows, tolerance, threshold } = options;
  const isKept =
    isCount(warmUpRows, 1) && tolerance >= 0 && tolerance < Infinity && threshold > 0 && threshold < Infinity;
  return optionsUnder(TITLE, 'warmUpRows >= 1, tolerance >= 0 and threshold > 0', options, isKept);
}
