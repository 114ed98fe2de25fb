import type { Alarm, Detector, DetectorKind } from '../../core/detector.ts';
import type { JsonObject } from '../../core/json.ts';
import { isCount, optionsUnder, refuseBeyond, refuseKept } from './refusals.ts';

export type RddmOptions = {
  /** Values before anything is tested. */
  readonly warmUpRows: number;
  /** How many deviations above its lowest level the error must be for a warning, and for a drift. */
  readonly warningDeviations: number;
  readonly driftDeviations: number;
  /** Values since the last drift from which on the oldest are let go, */
  readonly mostRows: number;
  /** and of which so many, the newest, stay. */
  readonly keptRows: number;
  /** So many warnings one after the other are a drift. */
  readonly mostWarnings: number;
};

const TITLE = 'RDDM';
const NUMBERS = ['count', 'mean', 'lowestMean', 'lowestDeviation', 'warnings'] as const;
const EMPTY: Record<(typeof NUMBERS)[number], number> = {
  count: 0,
  mean: 0,
  lowestMean: 1,
  lowestDeviation: 1,
  warnings: 0,
};

/**
 * RDDM, the reactive drift detection method: DDM that lets old values go, so that a long quiet stretch does not
 * make it slow.
 *
 * The levels are DDM's, with lower thresholds: a warning 1.773 deviations above the lowest level, a drift 2.258. After 40,000 values it
 * takes its mean from the last 7,000 alone; 1,400 warnings one after the other are a drift; and after a drift it begins
 * with the values since the warning, which are the first of the new concept, not with nothing.
 *
 * It is the quickest at small rises, for a price of 1 to 2 false alarms in 10,000 rows. After 2,000 rows it notices a rise from .2 to .4
 * within 94 rows in the median, from .1 to .2 within 128, from .05 to .5 within 18 (201 seeded streams). It keeps the last 7,000
 * errors, to go on from those since a warning.
 *
 * Defaults are the paper's.
 *
 * Source: Barros, Cabral, Gonçalves & Santos, "RDDM: Reactive drift detection method", Expert Systems with Applications 90, 2017.
 *
 * @example
 * const detector = rddm.create(rddm.defaults);
 * const errs = (row: number) => (row < 1000 ? Number(row % 5 === 0) : Number(row % 5 < 3));
 * let row = 0;
 * while (detector.update(errs(row)) !== 'drift') row++;
 * row // 1037
 */
export const rddm: DetectorKind<RddmOptions> = {
  kind: 'rddm',
  title: TITLE,
  summary: 'DDM that lets old rows go: quick after long quiet stretches, with more false alarms.',
  source:
    'Barros, Cabral, Gonçalves & Santos, "RDDM: Reactive drift detection method", Expert Systems with Applications 90, 2017',
  defaults: {
    warmUpRows: 129,
    warningDeviations: 1.773,
    driftDeviations: 2.258,
    mostRows: 40_000,
    keptRows: 7000,
    mostWarnings: 1400,
  },
  create: (options) => new Rddm(checked(options)),
  load: (options, saved) => new Rddm(checked(options), restored(options, saved)),
};

interface State {
  readonly numbers: typeof EMPTY;
  /** The last errors, oldest first. */
  readonly errors: readonly number[];
}

class Rddm implements Detector {
  readonly #options: RddmOptions;
  #numbers: typeof EMPTY;
  /** A ring of the last errors: where the oldest is, and how many there are. */
  readonly #ring: Uint8Array;
  #oldest = 0;
  #held: number;

  constructor(options: RddmOptions, { numbers, errors }: State = { numbers: EMPTY, errors: [] }) {
    this.#options = options;
    this.#numbers = { ...numbers };
    this.#ring = new Uint8Array(options.keptRows);
    this.#ring.set(errors);
    this.#held = errors.length;
  }

  update(value: number): Alarm {
    refuseBeyond('bits', TITLE, value);
    const { warmUpRows, warningDeviations, driftDeviations, mostRows, mostWarnings } = this.#options;
    this.#keep(value);
    const numbers = this.#numbers;
    const deviation = take(numbers, value);
    if (numbers.count < warmUpRows) return 'stable';
    lower(numbers, deviation);
    const level = numbers.mean + deviation;
    if (level > numbers.lowestMean + driftDeviations * numbers.lowestDeviation)
      return this.#beginWith(numbers.warnings + 1);
    const isWarning = level > numbers.lowestMean + warningDeviations * numbers.lowestDeviation;
    if (isWarning && numbers.warnings >= mostWarnings) return this.#beginWith(1);
    numbers.warnings = isWarning ? numbers.warnings + 1 : 0;
    if (isWarning) return 'warning';
    if (numbers.count >= mostRows) {
      const { lowestMean, lowestDeviation } = numbers;
      this.#beginWith(this.#held);
      Object.assign(this.#numbers, { lowestMean, lowestDeviation });
    }
    return 'stable';
  }

  save(): JsonObject {
    const errors = Array.from({ length: this.#held }, (_, place) => this.#error(place));
    return { ...this.#numbers, errors: errors.join('') };
  }

  #keep(value: number): void {
    const size = this.#ring.length;
    this.#ring[(this.#oldest + this.#held) % size] = value;
    if (this.#held < size) this.#held++;
    else this.#oldest = (this.#oldest + 1) % size;
  }

  #error(place: number): number {
    return this.#ring[(this.#oldest + place) % this.#ring.length]!;
  }

  /** Forgets all but the newest values, and takes these in anew. */
  #beginWith(newest: number): 'drift' {
    this.#oldest = (this.#oldest + this.#held - newest) % this.#ring.length;
    this.#held = newest;
    const numbers = { ...EMPTY };
    for (let place = 0; place < newest; place++) {
      const deviation = take(numbers, this.#error(place));
      if (numbers.count > this.#options.warmUpRows) lower(numbers, deviation);
    }
    this.#numbers = numbers;
    return 'drift';
  }
}

/** Takes the value into the mean, and returns the mean's deviation. */
function take(numbers: typeof EMPTY, value: number): number {
  numbers.count++;
  numbers.mean += (value - numbers.mean) / numbers.count;
  return Math.sqrt((numbers.mean * (1 - numbers.mean)) / numbers.count);
}

function lower(numbers: typeof EMPTY, deviation: number): void {
  if (numbers.mean + deviation >= numbers.lowestMean + numbers.lowestDeviation) return;
  numbers.lowestMean = numbers.mean;
  numbers.lowestDeviation = deviation;
}

function checked(options: RddmOptions): RddmOptions {
  const { warmUpRows, warningDeviations, driftDeviations, mostRows, keptRows, mostWarnings } = options;
  const isKept =
    isCount(warmUpRows, 1) &&
    warningDeviations > 0 &&
    warningDeviations <= driftDeviations &&
    driftDeviations < Infinity &&
    isCount(mostWarnings, 1) &&
    isCount(keptRows, mostWarnings + 1) &&
    isCount(mostRows, keptRows + 1);
  return optionsUnder(
    TITLE,
    'warmUpRows >= 1, 0 < warningDeviations <= driftDeviations and 1 <= mostWarnings < keptRows < mostRows',
    options,
    isKept,
  );
}

function restored({ keptRows }: RddmOptions, saved: JsonObject): State {
  const { errors, ...numbers } = saved;
  const isWhole =
    typeof errors === 'string' &&
    errors.length <= keptRows &&
    /^[01]*$/.test(errors) &&
    Object.keys(numbers).length === NUMBERS.length &&
    NUMBERS.every((name) => Number.isFinite(numbers[name])) &&
    isCount(numbers['warnings'] as number, 0) &&
    (numbers['warnings'] as number) < Math.max(1, errors.length + 1);
  if (!isWhole)
    return refuseKept(TITLE, `the numbers ${NUMBERS.join(', ')} and at most ${keptRows} errors`, saved);
  return { numbers: numbers as typeof EMPTY, errors: Array.from(errors, Number) };
}
