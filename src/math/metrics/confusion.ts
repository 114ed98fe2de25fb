/** Row: the actual class; column: the predicted one. */
export type Confusion = readonly (readonly number[])[]; // (classes, classes)

/**
 * How often each actual class was taken for each class.
 *
 * @param actual class indexes // (rows)
 * @param predicted class indexes // (rows)
 * @example
 * confusionMatrix([0, 1, 1], [0, 1, 0], 2) // [[1, 0], [1, 1]]
 */
export function confusionMatrix(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  return confusionOf(
    confusionCells(actual, predicted, classes),
    classes,
    new Uint16Array(actual.length).fill(1),
  );
}

/** The cell of each row, counted row by row of the matrix: found once, where rows are counted many times. */
export function confusionCells(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Uint32Array<ArrayBuffer> {
  const cells = new Uint32Array(actual.length); // (rows)
  for (let row = 0; row < cells.length; row++) cells[row] = actual[row]! * classes + predicted[row]!;
  return cells;
}

/** The matrix of rows in these cells, each counting as often, or as much, as `counts` says // (rows). */
export function confusionOf(
  cells: Uint32Array,
  classes: number,
  counts: Uint16Array | Float32Array,
): number[][] {
  const sums = new Float64Array(classes * classes);
  for (let row = 0; row < cells.length; row++) sums[cells[row]!]! += counts[row]!;
  return Array.from({ length: classes }, (_, kind) => [
    ...sums.subarray(kind * classes, (kind + 1) * classes),
  ]);
}

/** The share of rows that are right; NaN without rows. */
export function accuracy(confusion: Confusion): number {
  let right = 0;
  let rows = 0;
  for (const [actual, counts] of confusion.entries()) {
    right += counts[actual]!;
    for (const count of counts) rows += count;
  }
  return right / rows;
}

/** The mean of the recalls of the classes that occur: a class that is rare counts as much as a common one. */
export function balancedAccuracy(confusion: Confusion): number {
  let sum = 0;
  let occurring = 0;
  for (const { recall, support } of classQualities(confusion))
    if (support > 0) {
      sum += recall;
      occurring++;
    }
  return sum / occurring;
}

/**
 * The mean F1 of the classes that occur or are predicted, as scikit-learn's `f1_score(average="macro")`: a class that
 * does neither is left out, one that is never right counts 0.
 */
export function macroF1(confusion: Confusion): number {
  let sum = 0;
  let counted = 0;
  for (const { f1, support, predicted } of classQualities(confusion))
    if (support + predicted > 0) {
      sum += f1;
      counted++;
    }
  return sum / counted;
}

export interface ClassQuality {
  /** Of the rows predicted as this class, the share that is of it; 0 where it is never predicted. */
  readonly precision: number;
  /** Of this class's rows, the share that is predicted as it; 0 where it never occurs. */
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
  readonly predicted: number;
}

export function classQualities(confusion: Confusion): ClassQuality[] {
  const predictedCounts = confusion.map(() => 0);
  for (const counts of confusion)
    for (const [predicted, count] of counts.entries()) predictedCounts[predicted]! += count;
  return confusion.map((counts, actual) => {
    const right = counts[actual]!;
    const support = counts.reduce((sum, count) => sum + count, 0);
    const predicted = predictedCounts[actual]!;
    return {
      precision: predicted === 0 ? 0 : right / predicted,
      recall: support === 0 ? 0 : right / support,
      f1: support + predicted === 0 ? 0 : (2 * right) / (support + predicted),
      support,
      predicted,
    };
  });
}
