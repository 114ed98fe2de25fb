import type { AnswerReasons } from '../../core/answer-reasons.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Target } from '../../core/schema.ts';
import type { TreeSum } from '../../core/tree-sum.ts';
import { logistic } from '../../math/dense.ts';
import { interventionalShap } from '../../math/trees/interventional-shap.ts';
import { pathDependentShap } from '../../math/trees/path-dependent-shap.ts';

/**
 * Why trees answer a row so: its exact Shapley values, those of a column's features added up. They are path-dependent (`pathDependentShap`), which needs no
 * other rows, so that a model that came in a file tells them as well; or against a background, where there is one (`interventionalShap`).
 *
 * Of a classification they speak for the likeliest class: of two classes for its log-odds, of more for how far the logarithm of its
 * probability lies above the mean of all classes'. What moves all classes alike is no reason for any, and is taken away there.
 *
 * @param x the row
 * @param columns each with the features that were made from it
 * @param background rows of the same features to compare with; null by default
 * @example
 * const tree: Tree = {
 *   features: Uint32Array.of(1), thresholds: Float32Array.of(2.5), sets: [new Uint32Array()], missing: Uint8Array.of(1),
 *   left: Int32Array.of(~0), right: Int32Array.of(~1), gains: Float64Array.of(1),
 *   values: Float64Array.of(-1, 1), counts: Float64Array.of(3, 1),
 * };
 * const sum: TreeSum = { base: Float64Array.of(10), trees: [tree], scale: 1, link: 'identity' };
 * const x = { rows: 1, features: ['a', 'b'], data: Float32Array.of(7, 3) };
 * const columns = [{ name: 'a', features: [0] }, { name: 'b', features: [1] }];
 * const { base, score, columns: reasons } = answerReasons(sum, x, columns, { column: 'y', task: 'regression', classes: [] });
 * [base, score, reasons[0]] // [9.5, 11, { column: 'b', contribution: 1.5 }]
 */
export function answerReasons(
  sum: TreeSum,
  x: Matrix,
  columns: readonly { readonly name: string; readonly features: ArrayLike<number> }[],
  target: Target,
  background: Matrix | null = null,
): AnswerReasons {
  const width = x.features.length;
  const { base: bases, values } = background
    ? interventionalShap(sum, x, background)
    : pathDependentShap(sum, x);
  const scores = bases.map(
    (base, output) => total(values.subarray(output * width, (output + 1) * width)) + base,
  );
  const view = viewOf(sum.link, target, scores);
  const contributions = Float64Array.from({ length: width }, (_, feature) =>
    view.of(
      Float64Array.from(bases, (_, output) => values[output * width + feature]!),
      0,
    ),
  );
  return {
    label: view.label,
    scale: view.scale,
    base: view.of(bases, view.offset),
    score: view.of(scores, view.offset),
    baseAnswer: view.answer(bases),
    answer: view.answer(scores),
    columns: columns
      .map(({ name, features }) => ({
        column: name,
        contribution: Array.from(features).reduce((all, feature) => all + contributions[feature]!, 0),
      }))
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  };
}

/** How scores of all outputs become the one that is told. */
interface View extends Pick<AnswerReasons, 'label' | 'scale'> {
  /** What a score has on top that a contribution has not. */
  readonly offset: number;
  of(scores: Float64Array, offset: number): number;
  answer(scores: Float64Array): number;
}

function viewOf(link: TreeSum['link'], { task, classes }: Target, scores: Float64Array): View {
  const first = (all: Float64Array): number => all[0]!;
  if (task === 'regression')
    return link === 'log'
      ? { label: null, scale: 'log-value', offset: 0, of: first, answer: (all) => Math.exp(all[0]!) }
      : { label: null, scale: 'value', offset: 0, of: first, answer: first };
  if (scores.length === 1) {
    // One score for two classes: it speaks for the second one.
    const isSecond = scores[0]! >= (link === 'logit' ? 0 : 0.5);
    const sign = isSecond ? 1 : -1;
    const label = classes[isSecond ? 1 : 0]!;
    const of = (all: Float64Array, offset: number): number => offset + sign * all[0]!;
    return link === 'logit'
      ? { label, scale: 'log-odds', offset: 0, of, answer: (all) => logistic(sign * all[0]!) }
      : {
          label,
          scale: 'probability',
          offset: isSecond ? 0 : 1,
          of,
          answer: (all) => of(all, isSecond ? 0 : 1),
        };
  }
  const likeliest = scores.indexOf(Math.max(...scores));
  const label = classes[likeliest]!;
  if (link === 'identity') {
    const own = (all: Float64Array): number => all[likeliest]!;
    return { label, scale: 'probability', offset: 0, of: own, answer: own };
  }
  return {
    label,
    scale: 'log-lead',
    offset: 0,
    of: (all) => all[likeliest]! - total(all) / all.length,
    answer: (all) => 1 / all.reduce((sum, score) => sum + Math.exp(score - all[likeliest]!), 0),
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
