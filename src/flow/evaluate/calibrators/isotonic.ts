import { isotonicRegression, valueOnCurve, type RisingCurve } from '../../../math/isotonic.ts';
import { calibratorByCurves } from './by-curves.ts';

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
export const isotonic = calibratorByCurves<RisingCurve>({
  kind: 'isotonic',
  title: 'Isotonic regression',
  summary: 'The curve that never falls and is nearest to the labels; for 1,000 rows or more.',
  source:
    'Zadrozny & Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002',
  fitCurve: isotonicRegression,
  valueAt: valueOnCurve,
  pack: ({ x, y }) => ({ x: [...x], y: [...y] }),
  unpack: ({ x, y }) =>
    areNumbers(x) && areNumbers(y) && x.length > 0 && x.length === y.length ? { x, y } : null,
});

function areNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(Number.isFinite);
}
