import { logisticRegression } from '../../../math/logistic-regression.ts';
import { calibratorByCurves } from './by-curves.ts';

/** Nearer to 0 and 1 than this are the same to a float32. */
const EDGE = 2 ** -24;

interface Line {
  readonly slope: number;
  readonly bias: number;
}

/**
 * Calibration by a logistic regression on the logarithm of the odds: two numbers a class, so that few rows are enough. Labels count as (n + 1) / (n + 2) of the n
 * rows of their side rather than as certain, as Platt has it, which keeps probabilities from 0 and 1.
 *
 * Source: Platt, "Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods", 1999.
 *
 * @example
 * const prediction = { rows: 4, outputs: 2, values: Float32Array.of(0.75, 0.25, 0.75, 0.25, 0.25, 0.75, 0.25, 0.75) };
 * platt.fit(prediction, [0, 1, 1, 1]).calibrate(prediction).values.map((value) => Math.round(100 * value))
 * // Float32Array [43, 57, 43, 57, 20, 80, 20, 80]
 */
export const platt = calibratorByCurves<Line>({
  kind: 'platt',
  title: 'Platt scaling',
  summary: 'A logistic regression on the log odds; for few rows.',
  source:
    'Platt, "Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods", 1999',
  fitCurve(probabilities, isTrue) {
    const hits = isTrue.reduce((sum, each) => sum + each, 0);
    const [positive, negative] = [(hits + 1) / (hits + 2), 1 / (isTrue.length - hits + 2)];
    const targets = isTrue.map((each) => (each === 1 ? positive : negative));
    const weights = new Float64Array(isTrue.length).fill(1);
    const found = logisticRegression(probabilities.map(logOdds), targets, weights, 1e-9);
    return { slope: found[0]!, bias: found[1]! };
  },
  valueAt: ({ slope, bias }, probability) => 1 / (1 + Math.exp(-(slope * logOdds(probability) + bias))),
  pack: ({ slope, bias }) => ({ slope, bias }),
  unpack: ({ slope, bias }) => (isNumber(slope) && isNumber(bias) ? { slope, bias } : null),
});

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function logOdds(probability: number): number {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, probability));
  return Math.log(inside / (1 - inside));
}
