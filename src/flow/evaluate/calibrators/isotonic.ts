import type { Calibrator, CalibratorKind } from '../../../core/calibrator.ts';
import type { JsonObject } from '../../../core/json.ts';
import { isotonicRegression, valueOnCurve, type RisingCurve } from '../../../math/isotonic.ts';
import {
  calibrateEach,
  eachAgainstRest,
  refuseClasses,
  refuseRows,
  refuseSaved,
} from './one-against-rest.ts';

const TITLE = 'Isotonic regression';

/**
 * Calibration by the curve from told to true probabilities that never falls and is nearest to the labels. It assumes nothing of its shape, so
 * that it mends any error that keeps the order of the rows; with fewer than about 1,000 rows it follows chance, and `platt` is better
 * (Niculescu-Mizil & Caruana 2005).
 *
 * Source: Zadrozny & Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002.
 *
 * @example
 * const prediction = { rows: 4, outputs: 2, values: Float32Array.of(0.75, 0.25, 0.75, 0.25, 0.25, 0.75, 0.25, 0.75) };
 * isotonic.fit(prediction, [0, 1, 1, 1]).calibrate(prediction).values // Float32Array [0.5, 0.5, 0.5, 0.5, 0, 1, 0, 1]
 */
export const isotonic: CalibratorKind = {
  kind: 'isotonic',
  title: TITLE,
  summary: 'The curve that never falls and is nearest to the labels; for 1,000 rows or more.',
  source:
    'Zadrozny & Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002',
  fit(prediction, y) {
    refuseRows(TITLE, prediction, y);
    const curves = eachAgainstRest(prediction, y).map(({ probabilities, isTrue }) =>
      isotonicRegression(probabilities, isTrue),
    );
    return calibratorOf(prediction.outputs, curves);
  },
  load(saved) {
    const { classes, curves } = saved;
    const isWhole =
      typeof classes === 'number' &&
      Array.isArray(curves) &&
      curves.length === (classes === 2 ? 1 : classes) &&
      curves.every(isCurve);
    if (!isWhole) return refuseSaved(TITLE, saved);
    return calibratorOf(classes, curves as readonly RisingCurve[]);
  },
};

function calibratorOf(classes: number, curves: readonly RisingCurve[]): Calibrator {
  return {
    calibrate(prediction) {
      refuseClasses(TITLE, prediction, classes);
      return calibrateEach(
        prediction,
        curves.map((curve) => (probability) => valueOnCurve(curve, probability)),
      );
    },
    save: () => ({ classes, curves: curves.map(({ x, y }): JsonObject => ({ x: [...x], y: [...y] })) }),
  };
}

function isCurve(curve: unknown): boolean {
  const { x, y } = (curve ?? {}) as { x?: unknown; y?: unknown };
  return (
    Array.isArray(x) &&
    Array.isArray(y) &&
    x.length > 0 &&
    x.length === y.length &&
    [...(x as unknown[]), ...(y as unknown[])].every(Number.isFinite)
  );
}
