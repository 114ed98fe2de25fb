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
  return aucOf(
    rank(scores, (row) => positive[row] === 1),
    new Uint16Array(scores.length).fill(1),
  );
}

/**
 * The mean over the classes of each one's ROC AUC against the rest, as scikit-learn's
 * `roc_auc_score(multi_class="ovr")`. NaN unless every class occurs, and more than one.
 *
 * @param rankings by `rankClasses` // (1 for two classes, else classes)
 * @param counts how often, or how much, each row counts // (rows)
 */
export function macroAucOf(rankings: readonly Ranking[], counts: Uint16Array | Float32Array): number {
  return rankings.reduce((sum, ranking) => sum + aucOf(ranking, counts), 0) / rankings.length;
}

/** Rows in the order of one class's scores. */
export interface Ranking {
  /** From the lowest score to the highest. */
  readonly order: Uint32Array<ArrayBuffer>; // (rows)
  /** Of each place in that order, 1 for a row of the class, else 0. */
  readonly positive: Uint8Array<ArrayBuffer>; // (rows)
  /** Of each place in that order, 1 where the score is higher than the one before, 0 where it is the same. */
  readonly rises: Uint8Array<ArrayBuffer>; // (rows)
}

/**
 * The rankings that the area takes: of two classes, whose probabilities sum to 1, the second alone, for the other is
 * its mirror image; of more, each.
 *
 * @param probabilities // (rows, classes)
 * @param actual class indexes // (rows)
 */
export function rankClasses(
  probabilities: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
): Ranking[] {
  const scores = new Float64Array(actual.length);
  const ranked = classes === 2 ? [1] : Array.from({ length: classes }, (_, kind) => kind);
  return ranked.map((kind) => {
    for (let row = 0; row < scores.length; row++) scores[row] = probabilities[row * classes + kind]!;
    return rank(scores, (row) => actual[row] === kind);
  });
}

/** Sorts rows by their scores as float32, which models give; rows of one score stay in their order. */
export function rank(scores: ArrayLike<number>, isPositive: (row: number) => boolean): Ranking {
  const rows = scores.length;
  const keys = sortableKeys(scores);
  const words = new Uint32Array(keys.sort().buffer);
  const order = new Uint32Array(rows);
  const positive = new Uint8Array(rows);
  const rises = new Uint8Array(rows);
  for (let place = 0; place < rows; place++) {
    order[place] = words[2 * place]!;
    positive[place] = isPositive(order[place]!) ? 1 : 0;
    rises[place] = place > 0 && words[2 * place + 1] !== words[2 * place - 1] ? 1 : 0;
  }
  return { order, positive, rises };
}

/**
 * Whole numbers that sort as score, then row: they sort natively, thirty times as fast as rows by a comparison. The upper
 * word is the score's bits, all turned where it is negative, else the sign alone; the lower word is the row.
 */
function sortableKeys(scores: ArrayLike<number>): BigUint64Array<ArrayBuffer> {
  const keys = new BigUint64Array(scores.length);
  const words = new Uint32Array(keys.buffer);
  const score = new Float32Array(1);
  const bits = new Uint32Array(score.buffer);
  for (let row = 0; row < scores.length; row++) {
    score[0] = scores[row]! + 0; // -0 is 0
    words[2 * row] = row;
    words[2 * row + 1] = bits[0]! >>> 31 ? ~bits[0]! : bits[0]! | 0x80000000;
  }
  return keys;
}

/** The area of one ranking; each row counts as often, or as much, as `counts` says // (rows). */
export function aucOf({ order, positive, rises }: Ranking, counts: Uint16Array | Float32Array): number {
  let [area, negatives, positives, tiedNegatives, tiedPositives] = [0, 0, 0, 0, 0];
  for (let place = 0; place < order.length; place++) {
    if (rises[place] === 1) {
      area += tiedPositives * (negatives + tiedNegatives / 2);
      negatives += tiedNegatives;
      positives += tiedPositives;
      tiedNegatives = tiedPositives = 0;
    }
    const count = counts[order[place]!]!;
    const own = count * positive[place]!;
    tiedPositives += own;
    tiedNegatives += count - own;
  }
  area += tiedPositives * (negatives + tiedNegatives / 2);
  return area / ((positives + tiedPositives) * (negatives + tiedNegatives));
}

/**
 * The ROC curve from (0, 0) to (1, 1), its corners alone, thinned evenly to at most `maximum` points. Empty unless both
 * kinds of row are there.
 */
export function rocCurve(
  { positive, rises }: Ranking,
  maximum = 200,
): { falsePositiveRate: number; truePositiveRate: number }[] {
  const corners: [number, number][] = [[0, 0]];
  let [falses, trues] = [0, 0];
  for (let place = positive.length - 1; place >= 0; place--) {
    if (positive[place] === 1) trues++;
    else falses++;
    if (rises[place] === 0 && place > 0) continue;
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
