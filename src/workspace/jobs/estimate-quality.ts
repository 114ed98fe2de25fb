import type { Baseline } from '../../core/evaluation.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { Sliced } from '../../core/sliced.ts';
import type { Target } from '../../core/schema.ts';
import { isotonic } from '../../flow/evaluate/calibrators/isotonic.ts';
import { platt } from '../../flow/evaluate/calibrators/platt.ts';
import { cbpe } from '../../flow/monitor/without-labels/cbpe.ts';
import type { QualityEstimate } from '../file-check.ts';

/** Fewer would make the probabilities come true by chance. */
const FEWEST_ROWS = 30;
/** From here on a curve of any shape is known better than a line. */
const MANY_ROWS = 1000;

export interface HeldAndNewer {
  readonly target: Target;
  readonly baseline: Baseline;
  readonly seed: number;
  /** What the model says of rows without labels, of which there are some. */
  readonly newer: Prediction;
  /** What it says of labelled rows that it has not learnt, and their class indexes. */
  readonly held: Prediction;
  readonly labels: Float32Array;
}

/** How well a classifier does on rows without labels: its probabilities are calibrated on rows that it has not learnt, and then taken at their word. */
export function* estimateQuality(input: HeldAndNewer): Sliced<QualityEstimate> {
  const { target, baseline, seed, newer, held, labels } = input;
  const notEstimated = { kind: 'not-estimated', heldRows: held.rows, fewestRows: FEWEST_ROWS } as const;
  if (baseline.kind === 'mean') return { ...notEstimated, reason: 'regression' };
  if (held.rows < FEWEST_ROWS) return { ...notEstimated, reason: 'few-held-rows' };
  const calibrator = held.rows < MANY_ROWS ? platt : isotonic;
  const { whole, assumption } = yield* cbpe({
    prediction: newer,
    calibrated: calibrator.fit(held, labels).calibrate(newer),
    classes: target.classes,
    majority: baseline.prior.indexOf(Math.max(...baseline.prior)),
    chunkRows: newer.rows,
    seed,
  });
  return {
    kind: 'estimated',
    accuracy: whole.scores.find(({ metric }) => metric === 'accuracy')!,
    assumption,
    calibrator: calibrator.title,
    calibratedOn: held.rows,
  };
}
