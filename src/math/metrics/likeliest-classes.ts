import type { Prediction } from '../../core/matrix.ts';

/** Of each row the class with the highest probability; of equals, the first. */
export function likeliestClasses(prediction: Prediction): Uint32Array<ArrayBuffer> {
  const { rows, outputs, values } = prediction;
  const classes = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * outputs;
    let best = start;
    for (let i = start + 1; i < start + outputs; i++) if (values[i]! > values[best]!) best = i;
    classes[row] = best - start;
  }
  return classes;
}
