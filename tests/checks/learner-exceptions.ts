import type { LearnerKind } from '../../src/core/learner.ts';

/** What a kind of learner need not do that others must, or does otherwise. */
export interface LearnerExceptions {
  /** It draws nothing, so that another seed gives the same bytes. */
  readonly drawsNothing: boolean;
  /**
   * Rows to replay, which it can let go of; single cells to learn by, which it can let go of but for a few thresholds; none at all; or those
   * by which it answers, which it cannot let go of.
   */
  readonly keeps: 'for replay' | 'single cells' | 'none' | 'to answer';
  /** How many cells of a feature may be found in its state though it keeps no rows. */
  readonly cellsKept: number;
  /** How much of the baseline's loss it may have after the training rows. */
  readonly shareOfBaseline: number;
  /** Which point of its curve it keeps. */
  readonly keepsPoint: 'lowest' | 'last';
}

const ofTables: LearnerExceptions = {
  drawsNothing: false,
  keeps: 'for replay',
  cellsKept: 0,
  shareOfBaseline: 0.4,
  keepsPoint: 'lowest',
};

/** A model of a stream learns each row once and forgets the row; most draw nothing. */
const ofStreams: LearnerExceptions = {
  drawsNothing: true,
  keeps: 'none',
  cellsKept: 0,
  shareOfBaseline: 0.4,
  keepsPoint: 'lowest',
};

const exceptions: Readonly<Record<string, Partial<LearnerExceptions>>> = {
  // Trees whose mean answers: more of them do no harm, so all are kept. They step across the oblique boundary.
  'random-forest': { keepsPoint: 'last', shareOfBaseline: 0.5 },
  'extra-trees': { keepsPoint: 'last', shareOfBaseline: 0.5 },
  // It takes features for independent; across an oblique boundary it is too sure of itself.
  'gaussian-naive-bayes': { shareOfBaseline: 0.5 },
  // A tree has seen too few rows here for more than one test, and steps across the oblique boundary.
  'hoeffding-tree': { keeps: 'single cells', shareOfBaseline: 0.5 },
  'hoeffding-adaptive-tree': { keeps: 'single cells', shareOfBaseline: 0.5, drawsNothing: false },
  'online-bagging': { keeps: 'single cells', shareOfBaseline: 0.5, drawsNothing: false },
  'leveraging-bagging': { keeps: 'single cells', shareOfBaseline: 0.5, drawsNothing: false },
  // Its fifteen trees of values test at cells.
  'running-combination': { keeps: 'single cells', cellsKept: 40, drawsNothing: false },
  // Each leaf asks for two of the five features.
  'adaptive-random-forest': { keeps: 'single cells', shareOfBaseline: 0.7, drawsNothing: false },
  // Along a boundary five rows of 240 are a coarse answer.
  'nearest-neighbours': { keeps: 'to answer', shareOfBaseline: 0.5 },
  // It knows the smallest and the largest value of each feature; of its 60 random features one linear boundary is not made.
  'incremental-ridge': { drawsNothing: false, cellsKept: 2, shareOfBaseline: 0.5 },
};

export function exceptionsOf({ kind, learns }: Pick<LearnerKind, 'kind' | 'learns'>): LearnerExceptions {
  return { ...(learns === 'streams' ? ofStreams : ofTables), ...exceptions[kind] };
}
