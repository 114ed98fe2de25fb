import { PerennialError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { GrowingLearner, LearningReport, LearningRun, Problem } from '../../../core/learner.ts';
import type { Batch, Matrix, Prediction } from '../../../core/matrix.ts';
import type { OnlineModel, OnlineModelKind } from '../../../core/online-model.ts';
import type { PartState, Snapshot } from '../../../core/snapshot.ts';
import { checkProblem } from '../check-problem.ts';
import { checkBatch, checkMatrix } from '../check-rows.ts';
import { takeRows } from '../take-rows.ts';
import { normaliseWeights } from '../weighted-rows.ts';
import { knownWith, noFeatures, onlineProblemOf, placed, type KnownFeatures } from './online-features.ts';
import { ROWS_A_SLICE, runOnline, type OnlineRows } from './online-run.ts';
import { packOnline } from './online-snapshot.ts';

/**
 * A model of a stream as a learner: `fit` begins anew and takes every row once, in their order; `update` goes on, in place for a
 * micro-batch, on a copy for more rows, so that a cancel leaves it as it was.
 */
export class OnlineLearner<Options extends JsonObject> implements GrowingLearner {
  readonly kind: string;
  readonly replayRatio = 0;
  readonly #of: OnlineModelKind<Options>;
  readonly #options: Options;
  #problem: Problem;
  #known: KnownFeatures;
  #model: OnlineModel | null;

  /** @param known what the model has met so far, where it has learnt. */
  constructor(
    of: OnlineModelKind<Options>,
    problem: Problem,
    options: Options,
    known: KnownFeatures = knownWith(noFeatures, problem),
    model: OnlineModel | null = null,
  ) {
    this.kind = of.kind;
    this.#of = of;
    this.#problem = problem;
    this.#options = options;
    this.#known = known;
    this.#model = model;
  }

  get problem(): Problem {
    return this.#problem;
  }

  async fit(train: Batch, validation: Batch, run: LearningRun): Promise<LearningReport> {
    const known = knownWith(noFeatures, this.#problem);
    const problem = onlineProblemOf(this.#problem, known);
    checkBatch(validation, this.#problem);
    const start = this.#of.create(problem, this.#options, run.seed);
    const outcome = await runOnline({
      problem,
      rows: placedRows(normaliseWeights(takeRows(train, this.#problem)), known),
      validation: placedRows(validation, known),
      start,
      answersLate: this.#of.answersLate ?? false,
      load: (saved) => this.#of.load(problem, this.#options, saved),
      context: run.context,
    });
    this.#known = known;
    this.#model = outcome.model;
    return outcome.report;
  }

  async update(batch: Batch, run: LearningRun): Promise<LearningReport> {
    const model = this.#fitted();
    const rows = placedRows(takeRows(batch, this.#problem), this.#known);
    const problem = onlineProblemOf(this.#problem, this.#known);
    const load = (saved: PartState): OnlineModel => this.#of.load(problem, this.#options, saved);
    const outcome = await runOnline({
      problem,
      rows,
      validation: { x: new Float32Array(), y: new Float32Array(), weights: null },
      start: rows.y.length > ROWS_A_SLICE ? load(model.save()) : model,
      answersLate: this.#of.answersLate ?? false,
      load,
      context: run.context,
    });
    this.#model = outcome.model;
    return outcome.report;
  }

  predict(x: Matrix): Prediction {
    const model = this.#fitted();
    checkMatrix(x, this.#problem);
    const data = placed(x, this.#known);
    const width = this.#known.names.length;
    const outputs = Math.max(1, this.#problem.classes.length);
    const values = new Float32Array(x.rows * outputs);
    const answer = new Float64Array(outputs);
    for (let row = 0; row < x.rows; row++) {
      model.predict(data, row * width, answer);
      values.set(answer, row * outputs);
    }
    return { rows: x.rows, outputs, values };
  }

  grow(problem: Problem): void {
    const { task, classes } = this.#problem;
    checkProblem(problem, this.#of);
    const stays = problem.task === task || (task === 'binary' && problem.task === 'multiclass');
    if (!stays || classes.some((name, place) => problem.classes[place] !== name))
      throw new PerennialError(
        'problem',
        `a ${wordsOf(this.#problem)} cannot become a ${wordsOf(problem)}; keep the classes that there are in their places, and add others behind them`,
        { stage: 'train' },
      );
    const known = knownWith(this.#known, problem);
    this.#model?.grow(onlineProblemOf(problem, known));
    this.#known = this.#model ? known : knownWith(noFeatures, problem);
    this.#problem = problem;
  }

  forgetRows(): void {
    const model = this.#fitted();
    if (this.#of.isMadeOfRows)
      throw new PerennialError(
        'made-of-rows',
        `a model of the kind "${this.kind}" answers from rows that it keeps; without them it could not answer: give it away with them, or train another kind`,
        { stage: 'train' },
      );
    model.forgetRows?.();
  }

  save(): Snapshot {
    return packOnline(this.kind, this.#problem, this.#options, this.#known, this.#model);
  }

  #fitted(): OnlineModel {
    if (this.#model) return this.#model;
    throw new PerennialError('not-fitted', `the ${this.kind} model has learnt nothing yet; fit it first`, {
      stage: 'train',
    });
  }
}

function placedRows({ x, y, weights }: Batch, known: KnownFeatures): OnlineRows {
  return { x: placed(x, known), y, weights };
}

function wordsOf({ task, classes }: Problem): string {
  return classes.length ? `${task} problem of the classes ${classes.join(', ')}` : task;
}
