import type { Calibrator, CalibratorKind } from '../../../core/calibrator.ts';
import type { Prediction } from '../../../core/matrix.ts';
import { logLossOf } from '../../../math/metrics/log-loss.ts';
import { refuseClasses, refuseRows, refuseSaved } from './one-against-rest.ts';

const TITLE = 'Temperature scaling';
/** As logarithms: from a twentieth to twenty times. */
const WIDEST = Math.log(20);
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Calibration by one number: probabilities to the power of 1 / temperature, brought back to a sum of 1. Above 1 it takes back what a network is too sure
 * of; the named class stays the same. The temperature is that of the lowest log loss, by golden section (Kiefer 1953) between 1/20 and 20.
 *
 * Source: Guo, Pleiss, Sun & Weinberger, "On calibration of modern neural networks", ICML 2017.
 *
 * @example
 * const prediction = { rows: 2, outputs: 2, values: Float32Array.of(0.99, 0.01, 0.99, 0.01) };
 * const { values } = temperature.fit(prediction, [0, 1]).calibrate(prediction);
 * values.map((value) => Math.round(100 * value)) // Float32Array [56, 44, 56, 44]
 */
export const temperature: CalibratorKind = {
  kind: 'temperature',
  title: TITLE,
  summary: 'One number that makes all probabilities more or less sure; the named class stays.',
  source: 'Guo, Pleiss, Sun & Weinberger, "On calibration of modern neural networks", ICML 2017',
  fit(prediction, y) {
    refuseRows(TITLE, prediction, y);
    const lossAt = (logarithm: number): number => {
      const { values, outputs } = heated(prediction, Math.exp(logarithm));
      let loss = 0;
      for (let row = 0; row < y.length; row++) loss += logLossOf(values[row * outputs + y[row]!]!, 1e-12);
      return loss;
    };
    return calibratorOf(prediction.outputs, Math.exp(lowest(lossAt, -WIDEST, WIDEST)));
  },
  load(saved) {
    const { classes, temperature: kept } = saved;
    if (typeof classes !== 'number' || typeof kept !== 'number' || !(kept > 0))
      return refuseSaved(TITLE, saved);
    return calibratorOf(classes, kept);
  },
};

function calibratorOf(classes: number, at: number): Calibrator {
  return {
    calibrate(prediction) {
      refuseClasses(TITLE, prediction, classes);
      const { rows, outputs, values } = heated(prediction, at);
      return { rows, outputs, values: Float32Array.from(values) };
    },
    save: () => ({ classes, temperature: at }),
  };
}

function heated(
  { rows, outputs, values }: Prediction,
  at: number,
): Omit<Prediction, 'values'> & { values: Float64Array } {
  const powers = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    const start = row * outputs;
    const largest = values.subarray(start, start + outputs).reduce((most, value) => Math.max(most, value), 0);
    let sum = 0;
    for (let kind = start; kind < start + outputs; kind++)
      sum += powers[kind] = (values[kind]! / largest) ** (1 / at);
    for (let kind = start; kind < start + outputs; kind++) powers[kind]! /= sum;
  }
  return { rows, outputs, values: powers };
}

/** Where a function with one valley is lowest. */
function lowest(of: (x: number) => number, from: number, to: number): number {
  let [a, b] = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
  let [atA, atB] = [of(a), of(b)];
  while (to - from > 1e-6) {
    if (atA <= atB) {
      [to, b, atB] = [b, a, atA];
      a = to - GOLDEN * (to - from);
      atA = of(a);
    } else {
      [from, a, atA] = [a, b, atB];
      b = from + GOLDEN * (to - from);
      atB = of(b);
    }
  }
  return (from + to) / 2;
}
