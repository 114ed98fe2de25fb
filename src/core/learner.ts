import type { ChooseEngine, DenseForward, EngineChoice, EngineKind } from './dense.ts';
import type { JsonObject } from './json.ts';
import type { Batch, ChunkedBatch, Matrix, Prediction } from './matrix.ts';
import type { ErasedRows, MemoryKind } from './memory.ts';
import type { CurvePoint, JobContext } from './progress.ts';
import type { Task } from './schema.ts';
import type { Snapshot } from './snapshot.ts';
import type { Strategy } from './strategy.ts';
import type { ChooseTrees } from './trees.ts';

/** What is to be learnt: the shape of the question, without its data. */
export interface Problem {
  readonly task: Task;
  readonly features: readonly string[];
  /** Labels in the order of the class indexes; empty for a regression. */
  readonly classes: readonly string[];
  /** Features that are indexes of categories, and how many each has: 0 to that less 1. None by default. */
  readonly categories?: Readonly<Record<string, number>>;
}

/** One run of learning: everything it may depend on besides the model and the rows. */
export interface LearningRun {
  readonly seed: number;
  readonly engine: EngineChoice;
  readonly context: JobContext;
}

/** One run of learning on. */
export interface UpdateRun extends LearningRun {
  /** Whether what the old rows taught was found to be no longer true. */
  readonly hasConceptChanged: boolean;
}

/** What a run of learning did. */
export interface LearningReport {
  readonly engine: EngineKind;
  /** Why this engine, in a sentence. */
  readonly engineReason: string;
  readonly curve: readonly CurvePoint[];
  readonly steps: number;
  /** The point of the curve whose weights were kept (early stopping), or the last. */
  readonly kept: CurvePoint | null;
}

/**
 * A model that was taken up from where it stopped: it answers, and goes on learning.
 *
 * Same seed, same data, same engine, build and device: the same bytes. `predict` needs no engine and never changes
 * state. All that it needs to go on is in its snapshot.
 */
export interface TakenUpLearner {
  readonly kind: string;
  readonly problem: Problem;
  /** Remembered rows that an update takes for each new one. */
  readonly replayRatio: number;
  /**
   * Goes on from where it stands, on new rows and on what it remembers of old ones: a new row's weight is beside a
   * remembered one's, which is 1 in the mean. After a change of concept it
   * remembers only what the new rows do not bring anew.
   */
  update(batch: Batch, run: UpdateRun): Promise<LearningReport>;
  /** Throws `not-fitted` before the first `fit`, `features` when the matrix has other features. */
  predict(x: Matrix): Prediction;
  /**
   * Lets go of every old row that it keeps to learn on from, so that it can be given away without them; or of these rows alone, by where
   * they came from. What it predicts stays as it is; what it learns from now on is remembered again. Throws `not-fitted`.
   */
  forgetRows(rows?: readonly ErasedRows[]): void;
  save(): Snapshot;
}

/** A model that can learn, and go on learning. */
export interface Learner extends TakenUpLearner {
  /** From scratch; `validation` decides when to stop and which weights are kept. Throws `not-finite` rather than keep such weights. */
  fit(train: Batch, validation: Batch, run: LearningRun): Promise<LearningReport>;
}

/** A learner that keeps of its rows less than their matrix: they may come chunk by chunk. */
export interface ChunkLearner extends Learner {
  /** As `fit`, to the same bytes. No row weighs nothing. */
  fitChunks(train: ChunkedBatch, validation: ChunkedBatch, run: LearningRun): Promise<LearningReport>;
}

export function learnsFromChunks(learner: Learner): learner is ChunkLearner {
  return 'fitChunks' in learner;
}

/** A learner whose question may grow while it learns: the learners of streams. */
export interface GrowingLearner extends Learner {
  /**
   * From now on rows have these features and classes. Features that it does not know yet are new, those that the
   * problem no longer names are missing from every row until they are named again. Classes keep their places, new ones stand behind
   * them. What it predicted of rows without new features stays.
   *
   * @throws PerennialError `problem` where the task differs, a class lost its place, or a feature changed its kind.
   */
  grow(problem: Problem): void;
}

/** What a learner is built of besides its options: parts of other rooms, handed in by the catalog. */
export interface LearnerParts {
  readonly chooseEngine: ChooseEngine;
  /** Predicts with dense networks. */
  readonly forward: DenseForward;
  readonly chooseTrees: ChooseTrees;
  readonly memory: MemoryKind;
  /** What is done against forgetting. */
  readonly strategy: Strategy;
}

/** One kind of learner: how to make one, and how to take one up from where it stopped. */
export interface LearnerKind<Options extends JsonObject = JsonObject> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** tables: learns rows again and again; streams: each once, in their order, from then on row by row. */
  readonly learns: 'tables' | 'streams';
  /** What it can be asked. */
  readonly tasks: readonly Task[];
  /** scaled: numbers of spread 1, nothing missing; raw: numbers as they are, NaN where a cell is missing, categories as their indexes. */
  readonly features: 'scaled' | 'raw';
  /** Whether it is among those that are tried where nobody chose. */
  readonly isTried: boolean;
  readonly defaults: Options;
  create(problem: Problem, options: Options, parts: LearnerParts): Learner;
  /** Throws `snapshot-format` when the snapshot is not this kind's. */
  load(snapshot: Snapshot, parts: LearnerParts): Learner;
}
