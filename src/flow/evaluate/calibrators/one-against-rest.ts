import { PerennialError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Prediction } from '../../../core/matrix.ts';

/**
 * Calibrates the probability of each class against the rest, and brings the sum back to 1 (Zadrozny & Elkan 2002); of two classes the second alone, for
 * the first is what is left.
 *
 * @param curves one a class, or one where there are two // (classes)
 */
export function calibrateEach(
  { rows, outputs, values }: Prediction,
  curves: readonly ((probability: number) => number)[],
): Prediction {
  const calibrated = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const at = row * outputs;
    if (outputs === 2) {
      calibrated[at + 1] = curves[0]!(values[at + 1]!);
      calibrated[at] = 1 - calibrated[at + 1]!;
      continue;
    }
    let sum = 0;
    for (let kind = 0; kind < outputs; kind++)
      sum += calibrated[at + kind] = curves[kind]!(values[at + kind]!);
    for (let kind = 0; kind < outputs; kind++)
      calibrated[at + kind] = sum > 0 ? calibrated[at + kind]! / sum : 1 / outputs;
  }
  return { rows, outputs, values: calibrated };
}

/** The probability of each class and whether it came true, for a curve to be fitted: of two classes, of the second. */
export function eachAgainstRest(
  { rows, outputs, values }: Prediction,
  y: ArrayLike<number>,
): { readonly probabilities: Float64Array; readonly isTrue: Float64Array }[] {
  const kinds = outputs === 2 ? [1] : Array.from({ length: outputs }, (_, kind) => kind);
  return kinds.map((kind) => ({
    probabilities: Float64Array.from({ length: rows }, (_, row) => values[row * outputs + kind]!),
    isTrue: Float64Array.from({ length: rows }, (_, row) => (y[row] === kind ? 1 : 0)),
  }));
}

/** Throws `calibration` unless there are rows, a label for each, and more than one class. */
export function refuseRows(title: string, { rows, outputs }: Prediction, y: ArrayLike<number>): void {
  if (rows > 0 && y.length === rows && outputs > 1) return;
  throw new PerennialError(
    'calibration',
    `${title} calibrates probabilities of two classes or more by labelled rows; it was given ${rows} rows of ${outputs} outputs and ${y.length} labels`,
    { stage: 'evaluate' },
  );
}

/** Throws `calibration` where the classes are others than those that it was fitted on. */
export function refuseClasses(title: string, { outputs }: Prediction, fitted: number): void {
  if (outputs === fitted) return;
  throw new PerennialError(
    'calibration',
    `${title} was fitted on ${fitted} classes; these probabilities are of ${outputs}`,
    { stage: 'evaluate' },
  );
}

/** Throws `snapshot-format`: this calibrator keeps something else. */
export function refuseSaved(title: string, saved: JsonObject): never {
  throw new PerennialError(
    'snapshot-format',
    `the calibrator cannot be read: ${title} was given ${JSON.stringify(saved).slice(0, 200)}`,
    { stage: 'evaluate' },
  );
}
