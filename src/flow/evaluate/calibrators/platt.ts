import type { Calibrator, CalibratorKind } from '../../../core/calibrator.ts';
import type { JsonObject } from '../../../core/json.ts';
import { logisticRegression } from '../../../math/logistic-regression.ts';
import {
  calibrateEach,
  eachAgainstRest,
  refuseClasses,
  refuseRows,
  refuseSaved,
} from './one-against-rest.ts';

const TITLE = 'Platt scaling';
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
export const platt: CalibratorKind = {
  kind: 'platt',
  title: TITLE,
  summary: 'A logistic regression on the log odds; for few rows.',
  source:
    'Platt, "Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods", 1999',
  fit(prediction, y) {
    refuseRows(TITLE, prediction, y);
    const lines = eachAgainstRest(prediction, y).map(({ probabilities, isTrue }): Line => {
      const hits = isTrue.reduce((sum, each) => sum + each, 0);
      const [positive, negative] = [(hits + 1) / (hits + 2), 1 / (isTrue.length - hits + 2)];
      const targets = isTrue.map((each) => (each === 1 ? positive : negative));
      const found = logisticRegression(
        probabilities.map(logOdds),
        targets,
        new Float64Array(isTrue.length).fill(1),
        1e-9,
      );
      return { slope: found[0]!, bias: found[1]! };
    });
    return calibratorOf(prediction.outputs, lines);
  },
  load(saved) {
    const { classes, lines } = saved;
    const isWhole =
      typeof classes === 'number' &&
      Array.isArray(lines) &&
      lines.length === (classes === 2 ? 1 : classes) &&
      (lines as Partial<Line>[]).every((line) => Number.isFinite(line.slope) && Number.isFinite(line.bias));
    if (!isWhole) return refuseSaved(TITLE, saved);
    return calibratorOf(classes, lines as readonly Line[]);
  },
};

function calibratorOf(classes: number, lines: readonly Line[]): Calibrator {
  return {
    calibrate(prediction) {
      refuseClasses(TITLE, prediction, classes);
      return calibrateEach(
        prediction,
        lines.map(
          ({ slope, bias }) =>
            (probability) =>
              1 / (1 + Math.exp(-(slope * logOdds(probability) + bias))),
        ),
      );
    },
    save: () => ({ classes, lines: lines.map(({ slope, bias }): JsonObject => ({ slope, bias })) }),
  };
}

function logOdds(probability: number): number {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, probability));
  return Math.log(inside / (1 - inside));
}
