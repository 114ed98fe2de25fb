/**
 * Row weights under which every class counts the same, as scikit-learn's `class_weight="balanced"`: a row of class c
 * weighs n / (classes that occur * rows of c), so the weights sum to n. A row without a class (NaN) weighs 0 and is not
 * counted.
 *
 * Source: King & Zeng, "Logistic regression in rare events data" (2001).
 *
 * @param y class indexes // (rows)
 * @returns (rows)
 * @example
 * balancedWeights(Float32Array.of(0, 0, 0, 1), 2) // Float32Array [0.666..., 0.666..., 0.666..., 2]
 */
export function balancedWeights(y: Float32Array, classes: number): Float32Array<ArrayBuffer> {
  const counts = new Float64Array(classes);
  let rows = 0;
  for (const label of y) {
    if (Number.isNaN(label)) continue;
    counts[label]! += 1;
    rows++;
  }
  const present = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  return Float32Array.from(y, (label) => (Number.isNaN(label) ? 0 : rows / (present * counts[label]!)));
}
