import type { Calibrator, CalibratorKind } from '../../../core/calibrator.ts';
import type { JsonObject } from '../../../core/json.ts';
import {
  calibrateEach,
  eachAgainstRest,
  refuseClasses,
  refuseRows,
  refuseSaved,
} from './one-against-rest.ts';

/** What tells one calibrator by a curve for each class from another. */
export interface CurveDesign<Curve> extends Pick<CalibratorKind, 'kind' | 'title' | 'summary' | 'source'> {
  /** The curve of one class, from the probabilities that were told of it and whether it came true (1 or 0). */
  readonly fitCurve: (probabilities: Float64Array, isTrue: Float64Array) => Curve;
  readonly valueAt: (curve: Curve, probability: number) => number;
  readonly pack: (curve: Curve) => JsonObject;
  /** Null for what `pack` did not make. */
  readonly unpack: (saved: JsonObject) => Curve | null;
}

/** Calibrates each class against the rest by a curve of its own; of two classes the second alone. */
export function calibratorByCurves<Curve>(design: CurveDesign<Curve>): CalibratorKind {
  const { kind, title, summary, source, fitCurve, valueAt, pack, unpack } = design;
  const calibratorOf = (classes: number, curves: readonly Curve[]): Calibrator => ({
    calibrate(prediction) {
      refuseClasses(title, prediction, classes);
      return calibrateEach(
        prediction,
        curves.map((curve) => (probability) => valueAt(curve, probability)),
      );
    },
    save: () => ({ classes, curves: curves.map(pack) }),
  });
  return {
    kind,
    title,
    summary,
    source,
    fit(prediction, y) {
      refuseRows(title, prediction, y);
      const curves = eachAgainstRest(prediction, y).map(({ probabilities, isTrue }) =>
        fitCurve(probabilities, isTrue),
      );
      return calibratorOf(prediction.outputs, curves);
    },
    load(saved) {
      const { classes, curves } = saved;
      if (typeof classes !== 'number' || !Array.isArray(curves)) return refuseSaved(title, saved);
      const found = curves.map((curve: unknown) => (isObject(curve) ? unpack(curve) : null));
      const whole = found.filter((curve) => curve !== null);
      if (whole.length !== (classes === 2 ? 1 : classes) || whole.length !== found.length)
        return refuseSaved(title, saved);
      return calibratorOf(classes, whole);
    },
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
