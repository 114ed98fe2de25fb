import type { Alarm, Detector, DetectorKind } from '../../core/detector.ts';
import type { JsonObject } from '../../core/json.ts';
import { Random } from '../../core/random.ts';
import { kolmogorovSmirnov } from '../../math/kolmogorov.ts';
import { isCount, optionsUnder, refuseBeyond, refuseKept } from './refusals.ts';

export type KswinOptions = {
  /** The p-value from which on the newest values are of another distribution: it is tested with every value. */
  readonly alpha: number;
  /** Values in the window, */
  readonly windowRows: number;
  /** and how many of them, the newest, are compared with as many drawn from the rest. */
  readonly newestRows: number;
  /** Of the draws. */
  readonly seed: number;
};

const TITLE = 'KSWIN';
/** A distance of the distributions up to this is no drift, however many values show it. */
const LEAST_DISTANCE = 0.1;

/**
 * KSWIN, the Kolmogorov-Smirnov window: are the newest values of the window of another distribution than the values before
 * them?
 *
 * With every value the newest 30 of the last 100 are compared with 30 drawn from the other 70 by the two-sample test of
 * Kolmogorov and Smirnov. It sees any change of a distribution, not of the mean alone, and takes any numbers. The 70 values keep no
 * memory of what was long ago: what comes slowly is not seen, and it is nearly blind on 0/1 errors, of which 30 against
 * 30 must differ by .4 at once. As it looks again with every value, its alpha is not the share of streams with a false alarm.
 *
 * Of standard normal values some 14 in 10,000 raise a false alarm (20 streams of 5,000). A shift by 1 is noticed within 24 values
 * in the median, one by .5 within 114 (201 streams); half of the latter are never seen for what they are. A value takes some 10 us,
 * fifty times as long as with the others.
 *
 * Defaults are the paper's: alpha .005, 100 values, the newest 30. As in River, the first of the draws follows from the seed
 * anew after each drift.
 *
 * Source: Raab, Heusinger & Schleif, "Reactive soft prototype computing for concept drift streams", Neurocomputing 416, 2020.
 *
 * @example
 * const detector = kswin.create(kswin.defaults);
 * const value = (row: number) => ((row * 37) % 100) + (row < 1000 ? 0 : 60);
 * let row = 0;
 * while (detector.update(value(row)) !== 'drift') row++;
 * row // 1016
 */
export const kswin: DetectorKind<KswinOptions> = {
  kind: 'kswin',
  title: TITLE,
  summary: 'Compares the distribution of the newest values with that of the values before.',
  source:
    'Raab, Heusinger & Schleif, "Reactive soft prototype computing for concept drift streams", Neurocomputing 416, 2020',
  defaults: { alpha: 0.005, windowRows: 100, newestRows: 30, seed: 1 },
  create: (options) => new Kswin(checked(options)),
  load: (options, saved) => new Kswin(checked(options), restored(options, saved)),
};

interface State {
  /** The last values, oldest first. */
  readonly window: readonly number[];
  readonly random: Random;
}

class Kswin implements Detector {
  readonly #options: KswinOptions;
  #window: number[];
  #random: Random;

  constructor(options: KswinOptions, state: State = { window: [], random: new Random(options.seed) }) {
    this.#options = options;
    this.#window = [...state.window];
    this.#random = state.random;
  }

  update(value: number): Alarm {
    refuseBeyond('numbers', TITLE, value);
    const { alpha, windowRows, newestRows, seed } = this.#options;
    const window = this.#window;
    window.push(value);
    if (window.length > windowRows) window.shift();
    if (window.length < windowRows) return 'stable';
    const older = drawFrom(window.slice(0, -newestRows), newestRows, this.#random);
    const { statistic, pValue } = kolmogorovSmirnov(older, window.slice(-newestRows));
    if (pValue > alpha || statistic <= LEAST_DISTANCE) return 'stable';
    this.#window = [];
    this.#random = new Random(seed);
    return 'drift';
  }

  save(): JsonObject {
    return { window: [...this.#window], random: this.#random.save() };
  }
}

/** So many of the values, none twice: the first places of a shuffle (Fisher & Yates). */
function drawFrom(values: number[], count: number, random: Random): number[] {
  for (let i = 0; i < count; i++) {
    const j = i + random.below(values.length - i);
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return values.slice(0, count);
}

function checked(options: KswinOptions): KswinOptions {
  const { alpha, windowRows, newestRows, seed } = options;
  const isKept =
    alpha > 0 &&
    alpha < 1 &&
    isCount(newestRows, 2) &&
    isCount(windowRows, 2 * newestRows) &&
    Number.isSafeInteger(seed);
  return optionsUnder(
    TITLE,
    '0 < alpha < 1, newestRows >= 2, windowRows >= 2 newestRows, and a whole seed',
    options,
    isKept,
  );
}

function restored({ windowRows }: KswinOptions, saved: JsonObject): State {
  const { window, random } = saved as { window?: unknown; random?: unknown };
  const isWhole =
    Array.isArray(window) &&
    window.length <= windowRows &&
    window.every(Number.isFinite) &&
    Array.isArray(random) &&
    random.length === 4 &&
    random.every((word) => isCount(word as number, 0) && (word as number) < 2 ** 32);
  if (!isWhole)
    return refuseKept(TITLE, `at most ${windowRows} values and four words of random state`, saved);
  return { window: window as number[], random: Random.load(random as number[]) };
}
