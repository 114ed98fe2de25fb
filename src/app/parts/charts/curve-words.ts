import type { CurvePoint } from '../../../core/progress.ts';
import { bestOf } from '../../state/trace.ts';
import type { Task } from '../../../core/schema.ts';
import { countText, numberText, shareText } from '../format.ts';

/** What a learner's progress is counted in: passes over the rows, or trees. */
export type CurveUnit = 'epoch' | 'tree';

/** Kinds of learners whose trees answer together, so that all of them are kept. */
const FORESTS: readonly string[] = ['random-forest', 'extra-trees'];

/** Kinds of learners that take one step for each tree. */
const OF_TREES: readonly string[] = ['boosted-trees', ...FORESTS];

/**
 * What the learner of this kind is counted in.
 *
 * @example
 * curveUnit('boosted-trees') // "tree"
 */
export function curveUnit(learner: string): CurveUnit {
  return OF_TREES.includes(learner) ? 'tree' : 'epoch';
}

/** Whether it keeps the last point of its curve; others keep that of the lowest validation loss. */
export function keepsLast(learner: string): boolean {
  return FORESTS.includes(learner);
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
    last.outOfBagLoss == null ? '' : `, out-of-bag loss ${numberText(last.outOfBagLoss)}`,
    best ? `; ${bestText(best)} at ${unit} ${numberText(placeOf(best))}` : '',
  ];
  return `${parts.join('')}.`;
}

function bestText({ score, validationLoss }: CurvePoint): string {
  return score === undefined
    ? `lowest on validation rows ${numberText(validationLoss!)}`
    : `best on validation rows by what it stops by, ${numberText(Math.abs(score))},`;
}

/**
 * What rows say that a tree did not learn, in a sentence; null where no tree left any out.
 *
 * @example
 * outOfBagText({ step: 9, epoch: 9, trainLoss: 0.1, validationLoss: null, outOfBagLoss: 0.25, outOfBagScore: 0.912 }, 'binary')
 * // "Out of bag: accuracy 91.2%, loss 0.25. Each training row is judged by the trees that did not learn it."
 */
export function outOfBagText({ outOfBagLoss, outOfBagScore }: CurvePoint, task: Task): string | null {
  if (outOfBagLoss == null) return null;
  const found =
    task === 'regression'
      ? outOfBagScore == null
        ? []
        : [`R² ${numberText(outOfBagScore, 3)}`]
      : [`accuracy ${shareText(outOfBagScore ?? 0)}`];
  const told = [...found, `loss ${numberText(outOfBagLoss)}`].join(', ');
  return `Out of bag: ${told}. Each training row is judged by the trees that did not learn it.`;
}
