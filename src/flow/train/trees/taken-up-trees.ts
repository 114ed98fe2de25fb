import type { LearningReport, Problem, TakenUpLearner, UpdateRun } from '../../../core/learner.ts';
import { inOneChunk, type Batch, type Matrix, type Prediction } from '../../../core/matrix.ts';
import type { ErasedRows } from '../../../core/memory.ts';
import type { Snapshot } from '../../../core/snapshot.ts';
import { scoresOf } from '../../../math/trees/scores-of.ts';
import { checkMatrix } from '../check-rows.ts';
import { boostLearnt } from './boost-learnt.ts';
import { checkCounts } from './check-counts.ts';
import type { LearntTrees } from './learnt-trees.ts';
import { objectiveFor } from './objectives.ts';
import { pruneRounds } from './prune.ts';
import { refitLeaves } from './refit.ts';
import { directionsOf, type TreeOptions } from './tree-options.ts';
import { outputsOf } from './tree-snapshot.ts';
import { updateStep } from './update-step.ts';

/**
 * Gradient-boosted trees that are there already. They learn on from new rows and some that are remembered: the values of their leaves follow these
 * rows, and trees are grown on top, at the scores that the others give, in bins of their own: new categories and values beyond those
 * known so far are told apart without a change of any older split.
 */
export class TakenUpTrees implements TakenUpLearner {
  readonly kind: string;
  readonly problem: Problem;
  readonly #learnt: LearntTrees<TreeOptions>;

  constructor(learnt: LearntTrees<TreeOptions>) {
    this.kind = learnt.kind;
    this.problem = learnt.problem;
    this.#learnt = learnt;
  }

  get replayRatio(): number {
    return this.#learnt.options.replayRatio;
  }

  async update(batch: Batch, run: UpdateRun): Promise<LearningReport> {
    const { problem } = this;
    const { options } = this.#learnt;
    const { ensemble, deviation } = this.#learnt.model();
    const { fresh, rows, memory, random } = this.#learnt.recall(batch, run);
    checkCounts(fresh, options);
    const { l2, mostTrees, prune } = options;
    const { rounds, learningRate, decay } = updateStep(options, fresh.x.rows, run.hasConceptChanged);
    const objective = objectiveFor(problem, options, deviation);
    let start = ensemble;
    if (decay < 1)
      start = refitLeaves(start, rows, objective, {
        ...{ decay, l2, learningRate: options.learningRate },
        directions: directionsOf(options, problem),
      });
    start = pruneRounds(start, mostTrees - rounds, prune, rows, objective);
    const [outcome, report] = await boostLearnt(
      this.#learnt,
      {
        objective,
        rows: { ...rows, x: inOneChunk(rows.x) },
        validation: null,
        start,
        rounds,
        learningRate,
      },
      { ...run, seed: random.next() },
    );
    const next = { base: start.base, trees: [...start.trees, ...outcome.trees] };
    memory.add(fresh, random);
    this.#learnt.keep({ ensemble: next, deviation, memory }, random, run);
    return report;
  }

  predict(x: Matrix): Prediction {
    const { problem } = this;
    const { ensemble, deviation } = this.#learnt.model();
    checkMatrix(x, problem, true);
    const objective = objectiveFor(problem, this.#learnt.options, deviation);
    const values = objective.answer(scoresOf(ensemble, x));
    return { rows: x.rows, outputs: problem.task === 'binary' ? 2 : outputsOf(problem), values };
  }

  forgetRows(rows?: readonly ErasedRows[]): void {
    this.#learnt.forgetRows(rows);
  }

  save(): Snapshot {
    return this.#learnt.save();
  }
}
