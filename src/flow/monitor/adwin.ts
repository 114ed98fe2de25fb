import type { Alarm, Detector, DetectorKind } from '../../core/detector.ts';
import type { JsonObject } from '../../core/json.ts';
import { AdaptiveWindow } from '../../math/hoeffding/adaptive-window.ts';
import { NumberTape } from '../../math/number-tape.ts';
import { optionsUnder, refuseBeyond, refuseKept } from './refusals.ts';

export type AdwinOptions = {
  /** The risk of an alarm in vain at one look (the paper's delta): the smaller, the later and the surer. */
  readonly risk: number;
  /** Whether a fall of the mean is a drift as well as a rise. */
  readonly isTwoSided: boolean;
};

const TITLE = 'ADWIN';
/** No stream is so long that it takes more sizes of buckets. */
const MOST_SIZES = 53;
/** Width, sum, spread, values so far and sizes of buckets: with these five numbers, and how many they are, begins what is kept. */
const HEAD = 5;

/**
 * ADWIN, the adaptive window: is there a place at which the window of the last values can be cut, so that its parts have means
 * that differ by more than chance?
 *
 * The window grows with every value, kept in buckets of 1, 2, 4 and so on, at most 5 of a size, so that it costs its
 * logarithm. Every 32 values each place between two buckets is looked at; where the means of both sides differ by more than
 * `sqrt(2 v d / m) + 2 d / 3m` (v the variance of the window, m the harmonic mean of the parts' lengths, d = ln(2 ln(n) / risk)),
 * the older side is dropped. That is a drift if the mean has risen. There are no warnings.
 *
 * It needs no guess of how fast the change is, and after a change knows how long the new concept has lasted. A value takes
 * some .4 us, several times as long as with the others. After 2,000 rows it notices a rise from .2 to .4 within 175 rows in the
 * median, from .1 to .2 within 335, from .05 to .5 within 47 (61 seeded streams); of 300,000 rows with .2 errors none raised an
 * alarm.
 *
 * Values are within 0..1. Default is the paper's risk of .002; rises only, since a model that errs less needs no help: a fall
 * then shortens the window, and is not told.
 *
 * Source: Bifet & Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007.
 *
 * @example
 * const detector = adwin.create(adwin.defaults);
 * const errs = (row: number) => (row < 1000 ? Number(row % 5 === 0) : Number(row % 5 < 3));
 * let row = 0;
 * while (detector.update(errs(row)) !== 'drift') row++;
 * row // 1055
 */
export const adwin: DetectorKind<AdwinOptions> = {
  kind: 'adwin',
  title: TITLE,
  summary: 'Keeps a window as long as its mean stands, and alarms where its older part has another.',
  source: 'Bifet & Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007',
  defaults: { risk: 0.002, isTwoSided: false },
  create: (options) => new Adwin(checked(options)),
  load(options, saved) {
    const window = new AdaptiveWindow(checked(options).risk);
    window.load(new NumberTape(keptWindow(saved)));
    return new Adwin(options, window);
  },
};

class Adwin implements Detector {
  readonly #options: AdwinOptions;
  #window: AdaptiveWindow;

  constructor(options: AdwinOptions, window = new AdaptiveWindow(options.risk)) {
    this.#options = options;
    this.#window = window;
  }

  update(value: number): Alarm {
    refuseBeyond('shares', TITLE, value);
    const window = this.#window;
    const whole = window.mean + (value - window.mean) / (window.width + 1);
    if (!window.update(value)) return 'stable';
    if (!this.#options.isTwoSided && window.mean <= whole) return 'stable';
    this.#window = new AdaptiveWindow(this.#options.risk);
    return 'drift';
  }

  save(): JsonObject {
    const tape = new NumberTape();
    this.#window.save(tape);
    return { window: [...tape.numbers()] };
  }
}

function checked(options: AdwinOptions): AdwinOptions {
  return optionsUnder(TITLE, '0 < risk < 1', options, options.risk > 0 && options.risk < 1);
}

function keptWindow(saved: JsonObject): Float64Array<ArrayBuffer> {
  const numbers: unknown = saved['window'];
  if (Array.isArray(numbers) && numbers.every(Number.isFinite) && isWindow(numbers as number[]))
    return Float64Array.from(numbers as number[]);
  return refuseKept(TITLE, 'a window', saved);
}

/** Whether the buckets are as many as are said, and hold as many values as the window is wide. */
function isWindow(numbers: readonly number[]): boolean {
  const [head, width, , , , sizes] = numbers;
  if (head !== HEAD || !Number.isInteger(sizes) || sizes! < 1 || sizes! > MOST_SIZES) return false;
  let at = HEAD + 1;
  let held = 0;
  for (let size = 0; size < sizes!; size++) {
    const buckets = numbers[at]!;
    if (!Number.isInteger(buckets) || buckets < 0 || numbers[at + buckets + 1] !== buckets) return false;
    held += buckets * 2 ** size;
    at += 2 * (buckets + 1);
  }
  return at === numbers.length && held === width;
}
