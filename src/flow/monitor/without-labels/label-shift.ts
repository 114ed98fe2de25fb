import { PerennialError } from '../../../core/errors.ts';
import { Random } from '../../../core/random.ts';
import { solveLinear } from '../../../math/solve-linear.ts';

export interface LabelShiftInput {
  /** Actual classes of labelled rows that the model has not learnt // (validation rows) */
  readonly labels: ArrayLike<number>;
  /** What it names them // (validation rows) */
  readonly named: ArrayLike<number>;
  /** What it names the newer rows // (window rows) */
  readonly newer: ArrayLike<number>;
  readonly classes: readonly string[];
  readonly seed?: number;
}

export interface LabelShift {
  /** In the order of the classes. */
  readonly classes: readonly ShiftedClass[];
  /** How much errors of the shares of named classes may grow in the weights; 1 at best. */
  readonly condition: number;
}

export interface ShiftedClass {
  readonly label: string;
  /** How much more often it comes than before: its rows' weight when learning for the newer rows; never below 0. */
  readonly weight: number;
  /** Its share of the validation rows, and as estimated of the newer ones, with its 95 % interval. */
  readonly before: number;
  readonly after: number;
  readonly low: number;
  readonly high: number;
}

/** Beyond, what is unknown of the shares is all that the weights show. */
const WORST_CONDITION = 1000;
const DRAWS = 200;

/**
 * How often each class comes among newer rows whose labels are not known: black box shift estimation.
 *
 * A model that confuses classes as it did on labelled rows names the newer ones as C w says, C the joint shares of named and actual classes, w how much more often each class comes than
 * before. So w follows from the shares of what it names, however bad it is, as long as C can be inverted. Weights below 0, which chance brings about, are 0.
 * Intervals come from drawing either sample's rows anew (200 times).
 *
 * It holds where only the classes' shares have changed and rows of a class look as they did: a disease that spreads, not one that changes.
 *
 * Source: Lipton, Wang & Smola, "Detecting and correcting for label shift with black box predictors", ICML 2018.
 *
 * @throws PerennialError `label-shift` without rows, where a class has no labelled row, or where what the model names tells too little of the classes.
 * @example
 * const labels = Array.from({ length: 100 }, (_, row) => row % 2);
 * const { classes } = labelShift({ labels, named: labels, newer: [0, 1, 1, 1], classes: ['no', 'yes'] });
 * classes.map(({ weight }) => weight) // [0.5, 1.5]
 */
export function labelShift({ labels, named, newer, classes, seed = 1 }: LabelShiftInput): LabelShift {
  const size = classes.length;
  const cells = new Float64Array(size * size); // (named, actual)
  const counts = new Float64Array(size);
  for (let row = 0; row < labels.length; row++) cells[named[row]! * size + labels[row]!]!++;
  for (let row = 0; row < newer.length; row++) counts[newer[row]!]!++;
  refuseEmpty(cells, counts, classes, labels.length);
  const found = weightsOf(cells, counts);
  const condition = conditionOf(cells);
  if (!found || !(condition <= WORST_CONDITION))
    throw new PerennialError(
      'label-shift',
      `what the model names tells too little of the classes to know their shares (condition ${condition.toPrecision(3)}, at most ${WORST_CONDITION} is of use): a class that is never named, or named like another; join such classes, or use a better model`,
      { stage: 'monitor' },
    );
  const priors = priorsOf(cells);
  const shares = sharesOf(found, priors);
  const drawn = drawShares(cells, counts, seed);
  return {
    condition,
    classes: classes.map((label, kind) => {
      const sorted = drawn.map((each) => each[kind]!).sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? shares[kind]!;
      return {
        label,
        weight: shares[kind]! / priors[kind]!,
        before: priors[kind]!,
        after: shares[kind]!,
        low: Math.min(shares[kind]!, at(0.025)),
        high: Math.max(shares[kind]!, at(0.975)),
      };
    }),
  };
}

/** Of counts; null where they cannot be inverted. */
function weightsOf(cells: Float64Array, counts: Float64Array): Float64Array | null {
  const [rows, newer] = [totalOf(cells), totalOf(counts)];
  return solveLinear(
    cells.map((count) => count / rows),
    counts.map((count) => count / newer),
  );
}

function priorsOf(cells: Float64Array): Float64Array {
  const size = Math.sqrt(cells.length);
  const rows = totalOf(cells);
  return Float64Array.from({ length: size }, (_, actual) => {
    let sum = 0;
    for (let name = 0; name < size; name++) sum += cells[name * size + actual]!;
    return sum / rows;
  });
}

function sharesOf(weights: Float64Array, priors: Float64Array): Float64Array {
  const raw = weights.map((weight, kind) => Math.max(0, weight) * priors[kind]!);
  const sum = totalOf(raw);
  return raw.map((share) => share / sum);
}

/**
 * The condition of the shares of named classes given the actual one, in the norm of the largest column sum: that of a class's rarity is left out, since
 * a rare class that is named well is no hindrance.
 */
function conditionOf(cells: Float64Array): number {
  const priors = priorsOf(cells);
  const size = priors.length;
  const rows = totalOf(cells);
  const given = cells.map((count, i) => count / rows / priors[i % size]!);
  let inverse = 0;
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    const solved = solveLinear(given, unit);
    if (!solved) return Infinity;
    inverse = Math.max(inverse, totalOf(solved.map(Math.abs)));
  }
  return inverse;
}

function drawShares(cells: Float64Array, counts: Float64Array, seed: number): Float64Array[] {
  const random = new Random(seed);
  return Array.from({ length: DRAWS }, () => {
    const again = drawAnew(cells, random);
    const priors = priorsOf(again);
    const weights = weightsOf(again, drawAnew(counts, random));
    return weights && priors.every((prior) => prior > 0) ? sharesOf(weights, priors) : null;
  }).filter((shares) => shares !== null);
}

/** As many rows as before, drawn from them with repetition. */
function drawAnew(counts: Float64Array, random: Random): Float64Array {
  const drawn = new Float64Array(counts.length);
  const upTo = new Float64Array(counts.length);
  let rows = 0;
  for (const [i, count] of counts.entries()) upTo[i] = rows += count;
  for (let row = 0; row < rows; row++) {
    const place = random.below(rows);
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! > place) high = middle;
      else low = middle + 1;
    }
    drawn[low]!++;
  }
  return drawn;
}

function refuseEmpty(
  cells: Float64Array,
  counts: Float64Array,
  classes: readonly string[],
  rows: number,
): void {
  const missing = [...priorsOf(cells)].findIndex((prior) => !(prior > 0));
  if (rows > 0 && missing === -1 && totalOf(counts) > 0) return;
  const problem =
    rows > 0 && missing !== -1
      ? `class "${classes[missing]}" has no labelled row`
      : `there are ${rows} labelled and ${totalOf(counts)} newer rows`;
  throw new PerennialError(
    'label-shift',
    `the shares of the classes cannot be estimated: ${problem}; each class needs some, and so do the newer rows`,
    { stage: 'monitor' },
  );
}

function totalOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
