/**
 * How long the blocks of a circular block bootstrap are best, from how far values that follow each other are alike: the
 * automatic rule of Politis & White (2004) with the correction of Patton, Politis & White (2009), rounded up.
 *
 * The fixed rule, the cube root of the rows, knows nothing of the values: it takes blocks where none are needed and
 * too short ones where likeness reaches far. Values that are not alike give 1, as do values that are all the same. A
 * block is never longer than 3 sqrt(rows) nor a third of the rows.
 *
 * @param values in the order of time // (rows)
 * @example
 * blockLengthOf(Float64Array.from({ length: 400 }, (_, row) => Math.floor(row / 20) % 2)) // 60
 */
export function blockLengthOf(values: ArrayLike<number>): number {
  const rows = values.length;
  if (rows < FEWEST_ROWS) return 1;
  const covariances = new Covariances(values);
  if (covariances.at(0) === 0) return 1;
  const most = Math.ceil(Math.min(3 * Math.sqrt(rows), rows / 3));
  const reach = reachOf(covariances, rows);
  const spread = covariances.at(0);
  let [slope, longRun] = [0, 1];
  for (let lag = 1; lag <= reach; lag++) {
    const weight = 2 * Math.min(1, 2 * (1 - lag / reach)) * (covariances.at(lag) / spread);
    slope += weight * lag;
    longRun += weight;
  }
  if (longRun === 0) return most;
  const best = Math.cbrt((1.5 * slope ** 2 * rows) / longRun ** 2);
  return Math.max(1, Math.ceil(Math.min(best, most)));
}

/** Under so few rows no likeness can be told from chance. */
const FEWEST_ROWS = 8;

/** Twice the lag after which a run of correlations is within chance: beyond, values are taken to be unlike. */
function reachOf(covariances: Covariances, rows: number): number {
  const run = Math.max(5, Math.floor(Math.log10(rows)));
  const most = Math.min(rows - 2, Math.ceil(Math.sqrt(rows)) + run);
  const chance = 2 * Math.sqrt(Math.log10(rows) / rows);
  let within = 0;
  for (let lag = 1; lag < most; lag++) {
    within = Math.abs(covariances.correlation(lag)) < chance ? within + 1 : 0;
    if (within === run) return Math.min(2 * Math.max(1, lag + 1 - run), most);
  }
  return most;
}

/** Of values and those some rows later; each lag is counted once, when it is first asked for. */
class Covariances {
  readonly #deviations: Float64Array;
  readonly #known: number[] = [];
  /** Sums of squares of the first so many deviations. */
  readonly #squares: Float64Array;

  constructor(values: ArrayLike<number>) {
    let mean = 0;
    for (let row = 0; row < values.length; row++) mean += (values[row]! - mean) / (row + 1);
    this.#deviations = Float64Array.from(values, (value) => value - mean);
    this.#squares = new Float64Array(values.length + 1);
    for (let row = 0; row < values.length; row++)
      this.#squares[row + 1] = this.#squares[row]! + this.#deviations[row]! ** 2;
  }

  at(lag: number): number {
    return (this.#known[lag] ??= this.#count(lag));
  }

  /** As a share of the spread of the rows that have a partner, less the outermost on either side. */
  correlation(lag: number): number {
    const squares = this.#squares;
    const rows = this.#deviations.length;
    const later = squares[rows]! - squares[lag + 1]!;
    const earlier = squares[rows - lag - 1]!;
    return (this.at(lag) * rows) / Math.sqrt(later * earlier);
  }

  #count(lag: number): number {
    const deviations = this.#deviations;
    let sum = 0;
    for (let row = lag; row < deviations.length; row++) sum += deviations[row]! * deviations[row - lag]!;
    return sum / deviations.length;
  }
}
