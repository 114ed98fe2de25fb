/**
 * The chance that a positive row has a higher score than a negative one, a tie counting half: the area under the ROC
 * curve (Hanley & McNeil 1982). NaN unless both kinds of row are there.
 *
 * @param scores // (rows)
 * @param positive 1 or 0 // (rows)
 * @example
 * rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) // 0.75
 */
export function rocAuc(scores: ArrayLike<number>, positive: ArrayLike<number>): number {
  return rank(scores, (row) => positive[row] === 1).auc;
}

/**
 * The mean over the classes of each one's ROC AUC against the rest, as scikit-learn's
 * `roc_auc_score(multi_class="ovr")`. NaN unless every class occurs, and more than one.
 *
 * With two classes whose probabilities sum to 1 it is the plain ROC AUC.
 *
 * @param probabilities // (rows, classes)
 * @param actual class indexes // (rows)
 */
export function macroRocAuc(
  probabilities: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
): number {
  return rankClasses(probabilities, actual, classes).reduce((sum, { auc }) => sum + auc, 0) / classes;
}

/** How one class's scores stand against the rest. */
export interface Ranking {
  readonly auc: number;
  readonly positives: number;
  readonly negatives: number;
  /**
   * Of a positive row the share of negatives below its score, of a negative row the share of positives above it, a tie
   * counting half: the structural components of DeLong et al. (1988).
   */
  readonly placements: Float64Array<ArrayBuffer>; // (rows)
}

export function rankClasses(
  probabilities: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
): Ranking[] {
  const scores = new Float64Array(actual.length);
  return Array.from({ length: classes }, (_, kind) => {
    for (let row = 0; row < scores.length; row++) scores[row] = probabilities[row * classes + kind]!;
    return rank(scores, (row) => actual[row] === kind);
  });
}

function rank(scores: ArrayLike<number>, isPositive: (row: number) => boolean): Ranking {
  const above: number[] = [];
  const below: number[] = [];
  for (let row = 0; row < scores.length; row++) (isPositive(row) ? above : below).push(scores[row]!);
  const positives = Float64Array.from(above).sort();
  const negatives = Float64Array.from(below).sort();
  const placements = new Float64Array(scores.length);
  let sum = 0;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    if (isPositive(row)) {
      placements[row] = countBelow(negatives, score) / negatives.length;
      sum += placements[row]!;
    } else placements[row] = 1 - countBelow(positives, score) / positives.length;
  }
  const auc = positives.length && negatives.length ? sum / positives.length : NaN;
  return { auc, positives: positives.length, negatives: negatives.length, placements };
}

/** How many of the sorted values are below this one, a tie counting half. */
function countBelow(sorted: Float64Array, value: number): number {
  return (firstNotBelow(sorted, value, false) + firstNotBelow(sorted, value, true)) / 2;
}

function firstNotBelow(sorted: Float64Array, value: number, skipTies: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle]!;
    if (found < value || (skipTies && found === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The ROC curve from (0, 0) to (1, 1), its corners alone, thinned evenly to at most `maximum` points. Empty unless both
 * kinds of row are there.
 */
export function rocCurve(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  maximum = 200,
): { falsePositiveRate: number; truePositiveRate: number }[] {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => scores[b]! - scores[a]!,
  );
  const corners: [number, number][] = [[0, 0]];
  let [falses, trues] = [0, 0];
  for (const [place, row] of order.entries()) {
    if (positive[row] === 1) trues++;
    else falses++;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === scores[row]) continue;
    const last = corners.at(-1)!;
    const beforeLast = corners.at(-2);
    if (
      beforeLast &&
      (last[0] - beforeLast[0]) * (trues - last[1]) === (last[1] - beforeLast[1]) * (falses - last[0])
    )
      corners.pop();
    corners.push([falses, trues]);
  }
  if (falses === 0 || trues === 0) return [];
  const points = Math.min(corners.length, maximum);
  return Array.from({ length: points }, (_, i) => {
    const [x, y] = corners[Math.round((i * (corners.length - 1)) / (points - 1))]!;
    return { falsePositiveRate: x / falses, truePositiveRate: y / trues };
  });
}
