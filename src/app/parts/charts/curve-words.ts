import type { CurvePoint } from '../../../core/progress.ts';
import { bestOf } from '../../state/trace.ts';
import { countText, numberText } from '../format.ts';

/** What a learner's progress is counted in: passes over the rows, or trees. */
export type CurveUnit = 'epoch' | 'tree';

/** Kinds of learners that take one step for each tree. */
const OF_TREES: readonly string[] = ['boosted-trees'];

/**
 * What the learner of this kind is counted in.
 *
 * @example
 * curveUnit('boosted-trees') // "tree"
 */
export function curveUnit(learner: string): CurveUnit {
  return OF_TREES.includes(learner) ? 'tree' : 'epoch';
}

/**
 * How many steps a learner of this kind took.
 *
 * @example
 * stepsText(1, 'boosted-trees') // "1 tree"
 */
export function stepsText(steps: number, learner: string): string {
  return countText(steps, curveUnit(learner) === 'tree' ? 'tree' : 'step');
}

/**
 * A learning curve in a sentence; before its first point, that it will come.
 *
 * @example
 * curveSentence([{ step: 2, epoch: 1, trainLoss: 0.5, validationLoss: null }], 'tree') // "After 2 trees: training loss 0.5."
 */
export function curveSentence(points: readonly CurvePoint[], unit: CurveUnit): string {
  const last = points.at(-1);
  if (!last) return `The curve appears with the first ${unit}.`;
  const placeOf = ({ step, epoch }: CurvePoint) => (unit === 'tree' ? step : epoch);
  const best = bestOf(points);
  const parts = [
    `After ${countText(placeOf(last), unit)}: training loss ${numberText(last.trainLoss)}`,
    last.validationLoss === null ? '' : `, validation loss ${numberText(last.validationLoss)}`,
    best ? `; ${bestText(best)} at ${unit} ${numberText(placeOf(best))}` : '',
  ];
  return `${parts.join('')}.`;
}

function bestText({ score, validationLoss }: CurvePoint): string {
  return score === undefined
    ? `lowest on validation rows ${numberText(validationLoss!)}`
    : `best on validation rows by what it stops by, ${numberText(Math.abs(score))},`;
}
