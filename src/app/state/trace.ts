import type { CurvePoint } from '../../core/progress.ts';

/** The curve of one phase of a job: `auto` draws one for each learner that it tries. */
export interface JobCurve {
  readonly phase: string;
  readonly points: readonly CurvePoint[];
}

/** More than a screen has pixels for. */
const MOST_POINTS = 2000;

/** Keeps the curves of a job, thinned where they grow long; the best point on validation rows is never thinned away. */
export class Trace {
  #curves: { readonly phase: string; points: CurvePoint[] }[] = [];

  add(phase: string, point: CurvePoint): void {
    let curve = this.#curves.at(-1);
    if (curve?.phase !== phase) {
      curve = { phase, points: [] };
      this.#curves.push(curve);
    }
    // Work that went on from an earlier place takes the same steps again.
    if ((curve.points.at(-1)?.step ?? -1) >= point.step)
      curve.points = curve.points.filter(({ step }) => step < point.step);
    if (curve.points.length >= MOST_POINTS) {
      const best = bestOf(curve.points);
      curve.points = curve.points.filter((each, index) => index % 2 === 0 || each === best);
    }
    curve.points.push(point);
  }

  /** A copy of what is kept so far, a curve for each phase. */
  curves(): readonly JobCurve[] {
    return this.#curves.map(({ phase, points }) => ({ phase, points: [...points] }));
  }
}

/** The point that is best on validation rows: by the score where points have one, else by their loss; null where nothing was judged. */
export function bestOf(points: readonly CurvePoint[]): CurvePoint | null {
  let [best, most]: [CurvePoint | null, number] = [null, -Infinity];
  for (const point of points) {
    const merit = point.score ?? -(point.validationLoss ?? Infinity);
    if (merit > most) [best, most] = [point, merit];
  }
  return best;
}
