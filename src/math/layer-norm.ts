/** Keeps the root away from 0 where a row does not vary. */
const smallestVariance = 1e-5;

/** What going back through a normalisation asks for. */
export interface Normalised {
  /** The values, brought to mean 0 and variance 1. */
  readonly values: Float64Array<ArrayBuffer>; // (rows, columns)
  /** One over each row's standard deviation. */
  readonly scales: Float64Array<ArrayBuffer>; // (rows)
}

/**
 * Brings each row to mean 0 and variance 1, then takes it times the gains and adds the offsets, in place (Ba, Kiros & Hinton, "Layer
 * normalization", 2016).
 *
 * @param values (rows, columns)
 * @param gains where the columns' gains begin among the parameters; the offsets follow.
 * @param kept where what `backThroughNorm` asks for is left
 * @example
 * const values = Float64Array.of(1, 3);
 * normalise(values, 1, 2, Float32Array.of(1, 2, 0, 10), 0);
 * values // Float64Array [-0.9..., 11.9...]
 */
export function normalise(
  values: Float64Array,
  rows: number,
  columns: number,
  parameters: Float32Array,
  gains: number,
  kept: Normalised | null = null,
): void {
  for (let row = 0, at = 0; row < rows; row++, at += columns) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += values[at + j]!;
    const mean = sum / columns;
    let squares = 0;
    for (let j = 0; j < columns; j++) squares += (values[at + j]! - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / columns + smallestVariance);
    for (let j = 0; j < columns; j++) {
      const value = (values[at + j]! - mean) * scale;
      if (kept) kept.values[at + j] = value;
      values[at + j] = value * parameters[gains + j]! + parameters[gains + columns + j]!;
    }
    if (kept) kept.scales[row] = scale;
  }
}

/**
 * Turns the gradient by what `normalise` left into that by what it was given, in place, and leaves the gradient by gains and
 * offsets at `gains` of the flat gradient.
 *
 * @param delta (rows, columns)
 */
export function backThroughNorm(
  delta: Float64Array,
  rows: number,
  columns: number,
  parameters: Float32Array,
  gains: number,
  { values, scales }: Normalised,
  gradient: Float64Array,
): void {
  gradient.fill(0, gains, gains + 2 * columns);
  for (let row = 0, at = 0; row < rows; row++, at += columns) {
    let sum = 0;
    let along = 0;
    for (let j = 0; j < columns; j++) {
      const own = delta[at + j]!;
      const value = values[at + j]!;
      gradient[gains + j]! += own * value;
      gradient[gains + columns + j]! += own;
      const gained = own * parameters[gains + j]!;
      delta[at + j] = gained;
      sum += gained;
      along += gained * value;
    }
    const scale = scales[row]!;
    for (let j = 0; j < columns; j++)
      delta[at + j] = scale * (delta[at + j]! - (sum + along * values[at + j]!) / columns);
  }
}
